//! Reading a data set that is to be used: the first thing that is wrong is an error.

use std::collections::BTreeMap;
use std::path::Path;

use faceoff_landmarks::Scheme;

use super::listing::list;
use super::meant::Images;
use super::names::parse_name;
use super::sets::{SETS, table_of};
use super::table::{self, FaultKind, Row, Table, short};
use crate::Error;
use crate::source::images::LabelledImage;

/// All labelled images, sorted by set and file.
pub(super) fn images(folder: &Path, scheme: &Scheme) -> Result<Vec<LabelledImage>, Error> {
    let mut images = Vec::new();
    for (set, csv) in SETS {
        let within = folder.join(set);
        let path = folder.join(csv);
        let listing = list(&within)?;
        let there = Images::new(set, &listing.images);
        let table = table::read(&path, scheme, &there)?;
        if let Some((line, reason)) = first_fault(&table, &there, &within) {
            return Err(match line {
                0 => Error::Table { path, reason },
                line => Error::Row { path, line, reason },
            });
        }
        images.extend(table.rows.into_iter().map(|row| image(folder, set, row)));
    }
    images.sort_by(|a, b| (a.test, &a.file).cmp(&(b.test, &b.file)));
    Ok(images)
}

/// The image of a row that is right.
pub(super) fn image(folder: &Path, set: &str, row: Row) -> LabelledImage {
    let (person, video, frame) = parse_name(&row.image);
    LabelledImage {
        test: set == "test",
        file: format!("{set}/{}", row.image),
        path: folder.join(set).join(&row.image),
        person,
        video,
        frame,
        landmarks: row.landmarks,
        table: folder.join(table_of(set)),
        line: row.line,
    }
}

/// The first thing that keeps a table from being used: its line (0 where it is the file), and what
/// would be right.
fn first_fault(table: &Table, images: &Images<'_>, within: &Path) -> Option<(u64, String)> {
    let missing = table.names.iter().find(|name| name.image.is_none());
    let missing = missing.map(|name| {
        let (file, instead) = (short(&name.written), images.instead(&name.written));
        let reason = format!("no file `{file}` in {}{instead}", within.display());
        (name.line, reason)
    });
    let fault = table
        .faults
        .first()
        .map(|fault| (fault.line, fault.reason.clone()));
    let no_header = |fault: &(u64, String)| {
        let first = table.faults.first();
        first.is_some_and(|first| first.kind == FaultKind::NoHeader && first.line == fault.0)
    };
    if let Some(fault) = fault.clone().filter(no_header) {
        return Some(fault);
    }
    let found = fault.into_iter().chain(repeated(table)).chain(missing);
    let none = || {
        let reason = "expected a row for each image below the header, found none";
        (1, reason.to_owned())
    };
    let first = found.min_by_key(|(line, _)| *line);
    first.or_else(|| table.rows.is_empty().then(none))
}

/// The first row about an image that has one already.
fn repeated(table: &Table) -> Option<(u64, String)> {
    let mut rows = BTreeMap::new();
    table.names.iter().find_map(|name| {
        let image = name.image.as_ref().unwrap_or(&name.written);
        let first = rows.insert(image, name.line)?;
        let image = short(image);
        let reason =
            format!("`{image}` has a row in line {first}; expected one row for each image");
        Some((name.line, reason))
    })
}
