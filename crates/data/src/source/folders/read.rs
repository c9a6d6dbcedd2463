//! Reading a data set that is to be used: the first thing that is wrong is an error.

use std::collections::BTreeMap;
use std::path::Path;

use faceoff_landmarks::Scheme;

use super::meant::Images;
use super::opened::open;
use super::table::{FaultKind, Table, short};
use crate::Error;
use crate::source::images::LabelledImage;

/// All labelled images, sorted by set and file.
pub(super) fn images(folder: &Path, scheme: &Scheme) -> Result<Vec<LabelledImage>, Error> {
    let (sets, rule) = open(folder, scheme)?;
    let mut images = Vec::new();
    for mut set in sets {
        if let Some((line, reason)) = first_fault(&set.table, &set.images(), &set.within) {
            let path = folder.join(set.csv);
            return Err(match line {
                0 => Error::Table { path, reason },
                line => Error::Row { path, line, reason },
            });
        }
        let rows = std::mem::take(&mut set.table.rows);
        images.extend(rows.into_iter().map(|row| set.image(row, &rule)));
    }
    images.sort_by(|a, b| (a.test, &a.file).cmp(&(b.test, &b.file)));
    Ok(images)
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
        let image = name.file();
        let first = rows.insert(image, name.line)?;
        let image = short(image);
        let reason =
            format!("`{image}` has a row in line {first}; expected one row for each image");
        Some((name.line, reason))
    })
}
