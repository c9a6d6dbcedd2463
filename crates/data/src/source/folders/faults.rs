//! What can be wrong with a set in this layout.

use std::collections::{BTreeMap, BTreeSet};

use faceoff_landmarks::Scheme;

use super::listing::Listing;
use super::names::{parse_name, stem};
use super::survey_table::Table;
use super::table::HEADER;
use crate::check::{Finding, Severity, counted};

/// A set as it was found.
pub(super) struct Found<'a> {
    pub(super) set: &'static str,
    pub(super) csv: &'static str,
    pub(super) listing: &'a Listing,
    pub(super) table: &'a Table,
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
fn rows(found: &Found<'_>) -> [Option<Finding>; 6] {
    let table = found.table;
    let rows = |n| counted(n, "row", "rows");
    let error = |kind, examples, text: &dyn Fn(usize) -> String| {
        Finding::new(Severity::Error, kind, found.set, examples, text)
    };
    [
        error(
            "no_header",
            table.headless.iter().cloned().collect(),
            &|_| format!("the first line is a row; expected {HEADER}"),
        ),
        error("rows_not_text", table.unreadable.clone(), &|n| {
            format!("{} not in UTF-8", rows(n))
        }),
        error("wrong_columns", table.columns.clone(), &|n| {
            let numbers = found.scheme.outputs();
            let columns = numbers + 1;
            format!(
                "{} with another number of columns; expected {columns}, a file name and \
                 {numbers} numbers",
                rows(n)
            )
        }),
        error("not_a_number", table.numbers.clone(), &|n| {
            let cells = counted(table.bad_cells, "cell", "cells");
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

/// Names that say little, and files that are none of the set.
fn files(found: &Found<'_>) -> [Option<Finding>; 2] {
    let note = |kind, examples, text: &dyn Fn(usize) -> String| {
        Finding::new(Severity::Note, kind, found.set, examples, text)
    };
    [
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

fn missing(found: &Found<'_>) -> Vec<String> {
    let files = found.listing.images.iter().map(String::as_str);
    let there: BTreeSet<&str> = files.collect();
    let names = found.table.names.iter();
    names
        .filter(|(_, name)| !there.contains(name.as_str()))
        .map(|(line, name)| format!("{}:{line}: no `{}/{name}`", found.csv, found.set))
        .collect()
}

fn repeated(found: &Found<'_>) -> Vec<String> {
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (line, name) in &found.table.names {
        lines.entry(name).or_default().push(line.to_string());
    }
    let repeated = lines.into_iter().filter(|(_, lines)| lines.len() > 1);
    repeated
        .map(|(name, lines)| format!("{}:{}: `{name}`", found.csv, lines.join(" and ")))
        .collect()
}

fn unnamed(found: &Found<'_>) -> Vec<String> {
    let names = found.table.names.iter().map(|(_, name)| name);
    let whole = names.filter(|name| parse_name(name).0 == stem(name));
    whole.map(|name| format!("{}/{name}", found.set)).collect()
}

fn ignored(found: &Found<'_>) -> Vec<String> {
    let names = found.listing.ignored.iter();
    names.map(|name| format!("{}/{name}", found.set)).collect()
}
