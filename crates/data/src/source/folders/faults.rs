//! What can be wrong with a set in this layout.

use std::collections::{BTreeMap, BTreeSet};

use faceoff_landmarks::Scheme;

use super::listing::Listing;
use super::meant::Images;
use super::people::{Rule, parse_name, stem};
use super::table::{FaultKind, HEADER, Name, Table, short};
use crate::check::{EXAMPLES, Finding, Severity, counted};

/// A set as it was found.
pub(super) struct Found<'a> {
    pub(super) set: &'static str,
    pub(super) csv: &'static str,
    pub(super) listing: &'a Listing,
    pub(super) images: &'a Images<'a>,
    pub(super) table: &'a Table,
    pub(super) rule: &'a Rule,
    pub(super) scheme: &'a Scheme,
}

/// All of it.
pub(super) fn findings(found: &Found<'_>) -> Vec<Finding> {
    rows(found)
        .into_iter()
        .chain(files(found))
        .flatten()
        .collect()
}

/// Wrong rows.
fn rows(found: &Found<'_>) -> [Option<Finding>; 7] {
    let table = found.table;
    let rows = |n| counted(n, "row", "rows");
    let error = |kind, examples, text: &dyn Fn(usize) -> String| {
        Finding::new(Severity::Error, kind, found.set, examples, text)
    };
    [
        error("no_table", of_kind(found, FaultKind::NoTable), &|_| {
            "the table cannot be read".to_owned()
        }),
        error("no_people", of_kind(found, FaultKind::NoPeople), &|_| {
            "nothing says who is on the images".to_owned()
        }),
        error("no_header", of_kind(found, FaultKind::NoHeader), &|_| {
            format!("the first line is a row; expected {HEADER}")
        }),
        error("wrong_columns", of_kind(found, FaultKind::Columns), &|n| {
            let numbers = found.scheme.outputs();
            format!(
                "{} with another number of columns; expected {}, a file name and {numbers} numbers",
                rows(n),
                numbers + 1
            )
        }),
        error("not_a_number", of_kind(found, FaultKind::Numbers), &|n| {
            let cells = table.faults.iter().map(|fault| fault.cells).sum();
            let cells = counted(cells, "cell", "cells");
            format!(
                "{} with coordinates that are no finite numbers, {cells} in all",
                rows(n)
            )
        }),
        error("missing_images", missing(found), &|n| {
            format!("{} without an image", rows(n))
        }),
        error("repeated_rows", repeated(found), &|n| {
            let names = counted(n, "image has", "images have");
            format!("{names} more than one row; expected one")
        }),
    ]
}

/// Names that are not quite right or say little, and files that are none of the set.
fn files(found: &Found<'_>) -> [Option<Finding>; 3] {
    let note = |kind, examples, text: &dyn Fn(usize) -> String| {
        Finding::new(Severity::Note, kind, found.set, examples, text)
    };
    [
        note("other_names", otherwise_named(found), &|n| {
            let rows = counted(
                n,
                "row writes the name of its image",
                "rows write the names of their images",
            );
            format!(
                "{rows} otherwise than the file is called; only one image can be meant, and is taken"
            )
        }),
        note("names_without_person", unnamed(found), &|n| {
            let names = counted(n, "name is", "names are");
            format!("{names} not like `Person_Name_VF`; each counts as a person of its own")
        }),
        note("ignored_entries", ignored(found), &|n| {
            let entries = counted(n, "folder or hidden file", "folders or hidden files");
            format!("{entries} among the images, ignored")
        }),
    ]
}

/// What is wrong of one kind, each with its line.
fn of_kind(found: &Found<'_>, kind: FaultKind) -> Vec<String> {
    let faults = found.table.faults.iter().filter(|fault| fault.kind == kind);
    let at = |line: u64| match line {
        0 => found.csv.to_owned(),
        line => format!("{}:{line}", found.csv),
    };
    faults
        .map(|fault| format!("{}: {}", at(fault.line), fault.found))
        .collect()
}

fn missing(found: &Found<'_>) -> Vec<String> {
    let names = found.table.names.iter().filter(|name| name.image.is_none());
    let text = |(place, Name { line, written, .. }): (usize, &Name)| {
        // Looking for a name that is like it takes long where thousands are missing.
        let instead = match place < EXAMPLES {
            true => found.images.instead(written),
            false => String::new(),
        };
        let written = short(written);
        format!(
            "{}:{line}: no `{}/{written}`{instead}",
            found.csv, found.set
        )
    };
    names.enumerate().map(text).collect()
}

fn repeated(found: &Found<'_>) -> Vec<String> {
    let mut rows: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
    for name in &found.table.names {
        let image = name.file();
        rows.entry(image).or_default().push(name);
    }
    let repeated = rows.into_iter().filter(|(_, rows)| rows.len() > 1);
    let text = |(image, rows): (&str, Vec<&Name>)| {
        let lines: Vec<String> = rows.iter().map(|row| row.line.to_string()).collect();
        let others = rows.iter().filter(|row| row.written != image);
        let others: BTreeSet<String> = others
            .map(|row| format!("`{}`", short(&row.written)))
            .collect();
        let also = match others.is_empty() {
            true => String::new(),
            false => format!(
                ", also written {}",
                others.into_iter().collect::<Vec<_>>().join(", ")
            ),
        };
        format!(
            "{}:{}: `{}`{also}",
            found.csv,
            lines.join(" and "),
            short(image)
        )
    };
    repeated.map(text).collect()
}

/// Rows whose name is not that of a file, but can mean only one.
fn otherwise_named(found: &Found<'_>) -> Vec<String> {
    let text = |name: &Name| {
        let image = name
            .image
            .as_ref()
            .filter(|image| **image != name.written)?;
        let (line, written) = (name.line, short(&name.written));
        Some(format!(
            "{}:{line}: `{written}` is `{}/{image}`",
            found.csv, found.set
        ))
    };
    found.table.names.iter().filter_map(text).collect()
}

fn unnamed(found: &Found<'_>) -> Vec<String> {
    if !matches!(found.rule, Rule::Names) {
        return Vec::new();
    }
    let names = found.table.names.iter().map(Name::file);
    let whole = names.filter(|name| parse_name(name).0 == stem(name));
    whole
        .map(|name| format!("{}/{}", found.set, short(name)))
        .collect()
}

fn ignored(found: &Found<'_>) -> Vec<String> {
    let names = found.listing.ignored.iter();
    names.map(|name| format!("{}/{name}", found.set)).collect()
}
