//! What is wrong with one set by itself.

use std::collections::{BTreeMap, BTreeSet};

use super::points;
use super::report::{Finding, Severity, counted};
use super::set::{Looked, Picture, extension};
use crate::layout::{HEADER, parse_name};

/// All of it.
pub(super) fn findings(set: &Looked) -> Vec<Finding> {
    rows(set).into_iter().chain(files(set)).flatten().collect()
}

/// Wrong rows.
fn rows(set: &Looked) -> [Option<Finding>; 8] {
    let table = &set.table;
    let rows = |n| counted(n, "row", "rows");
    let error = |kind, examples, text: &dyn Fn(usize) -> String| {
        Finding::new(Severity::Error, kind, set.set, examples, text)
    };
    [
        unusable(set),
        error(
            "no_header",
            table.headless.iter().cloned().collect(),
            &|_| format!("the first line is a row; expected {HEADER}"),
        ),
        error("rows_not_text", table.unreadable.clone(), &|n| {
            format!("{} not in UTF-8", rows(n))
        }),
        error("wrong_columns", table.columns.clone(), &|n| {
            let expected = "expected 137, a file name and 136 numbers";
            format!("{} with another number of columns; {expected}", rows(n))
        }),
        error("not_a_number", table.numbers.clone(), &|n| {
            let cells = counted(table.bad_cells, "cell", "cells");
            format!(
                "{} with coordinates that are no finite numbers, {cells} in all",
                rows(n)
            )
        }),
        error("missing_pictures", missing(set), &|n| {
            format!("{} without a picture", rows(n))
        }),
        error("repeated_rows", repeated(set), &|n| {
            let names = counted(n, "picture has", "pictures have");
            format!("{names} more than one row; expected one")
        }),
        outside(set),
    ]
}

/// Wrong files.
fn files(set: &Looked) -> [Option<Finding>; 5] {
    let new = |severity, kind, examples, text: &dyn Fn(usize) -> String| {
        Finding::new(severity, kind, set.set, examples, text)
    };
    let broken = |labelled: bool| -> Vec<String> {
        let of = set.broken.iter().filter(|(_, _, l)| *l == labelled);
        of.map(|(name, reason, _)| format!("{}/{name}: {reason}", set.set))
            .collect()
    };
    [
        new(Severity::Error, "unreadable_pictures", broken(true), &|n| {
            format!(
                "{} not readable",
                counted(n, "labelled picture is", "labelled pictures are")
            )
        }),
        new(
            Severity::Warning,
            "unreadable_unlabelled",
            broken(false),
            &|n| {
                let files = counted(n, "file is", "files are");
                format!("{files} neither labelled nor a readable picture")
            },
        ),
        new(Severity::Note, "misnamed", misnamed(set), &|n| {
            let files = counted(n, "file is", "files are");
            format!("{files} named as another format than they have; they are read by content")
        }),
        new(Severity::Note, "names_without_person", unnamed(set), &|n| {
            let names = counted(n, "name is", "names are");
            format!("{names} not like `Person_Name_VF`; each counts as a person of its own")
        }),
        new(Severity::Note, "ignored_entries", ignored(set), &|n| {
            let entries = counted(n, "folder or hidden file", "folders or hidden files");
            format!("{entries} among the pictures, ignored")
        }),
    ]
}

/// A set with nothing to train or test on.
fn unusable(set: &Looked) -> Option<Finding> {
    set.usable.is_empty().then(|| Finding {
        severity: Severity::Error,
        kind: "no_usable_picture",
        set: set.set,
        count: 1,
        text: "not one readable picture with a row that is right".to_owned(),
        examples: Vec::new(),
    })
}

fn missing(set: &Looked) -> Vec<String> {
    let files = set.listing.pictures.iter().map(String::as_str);
    let there: BTreeSet<&str> = files.collect();
    let names = set.table.names.iter();
    names
        .filter(|(_, name)| !there.contains(name.as_str()))
        .map(|(line, name)| format!("{}:{line}: no `{}/{name}`", set.csv, set.set))
        .collect()
}

fn repeated(set: &Looked) -> Vec<String> {
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (line, name) in &set.table.names {
        lines.entry(name).or_default().push(line.to_string());
    }
    let repeated = lines.into_iter().filter(|(_, lines)| lines.len() > 1);
    repeated
        .map(|(name, lines)| format!("{}:{}: `{name}`", set.csv, lines.join(" and ")))
        .collect()
}

/// Points outside their pictures, the worst pictures first.
fn outside(set: &Looked) -> Option<Finding> {
    let mut outside: Vec<(&str, usize, f32)> = set
        .usable
        .iter()
        .map(|labelled| {
            let (count, worst) = points::outside_picture(labelled);
            (labelled.face.file.as_str(), count, worst)
        })
        .filter(|(_, count, _)| *count > 0)
        .collect();
    outside.sort_by(|a, b| b.2.total_cmp(&a.2));
    let points = counted(
        outside.iter().map(|(_, count, _)| count).sum(),
        "point",
        "points",
    );
    let examples = outside
        .into_iter()
        .map(|(file, count, worst)| format!("{file}: {count}, by up to {worst:.1} pixels"))
        .collect();
    Finding::new(
        Severity::Warning,
        "points_outside",
        set.set,
        examples,
        |n| {
            let pictures = counted(n, "picture", "pictures");
            format!("{points} of {pictures} outside the picture")
        },
    )
}

fn misnamed(set: &Looked) -> Vec<String> {
    let right = |picture: &&Picture| {
        let named = extension(&picture.name);
        match picture.format.as_str() {
            "JPEG" => [".jpg", ".jpeg"].contains(&named.as_str()),
            format => named == format!(".{}", format.to_lowercase()),
        }
    };
    let wrong = set.pictures.iter().filter(|picture| !right(picture));
    wrong
        .map(|picture| {
            let Picture {
                name,
                format,
                color,
                ..
            } = picture;
            format!("{}/{name} is {format}, {color}", set.set)
        })
        .collect()
}

fn unnamed(set: &Looked) -> Vec<String> {
    let names = set.table.names.iter().map(|(_, name)| name);
    let whole = names.filter(|name| {
        let stem = name
            .rsplit_once('.')
            .map_or(name.as_str(), |(stem, _)| stem);
        parse_name(name).0 == stem
    });
    whole.map(|name| format!("{}/{name}", set.set)).collect()
}

fn ignored(set: &Looked) -> Vec<String> {
    let names = set.listing.ignored.iter();
    names.map(|name| format!("{}/{name}", set.set)).collect()
}
