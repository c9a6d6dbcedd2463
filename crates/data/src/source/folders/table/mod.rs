//! A table of landmarks: a row for each image.
//!
//! Tables are read as people and programs write them, where that can be told for certain: which
//! [separator](dialect) stands between cells, which [encoding](text) the text has, which
//! [columns](columns) hold what, and [which image](super::meant) a name means. What was taken to be
//! so is said in words, and what is wrong in one row never hides the rest.

mod columns;
mod dialect;
mod fault;
mod found;
mod header;
mod lines;
mod reading;
mod row;
mod text;

use std::path::Path;

use faceoff_files::Error as FileError;
use faceoff_landmarks::Scheme;

use super::meant::Images;
use crate::Error;
use columns::columns;
use dialect::{Decimals, SAMPLE, Separator};
use fault::Fault;
use header::is_header;
use lines::Lines;
use reading::Reading;

pub(super) use columns::PersonColumn;
pub(super) use fault::{FaultKind, short};
pub(super) use found::{Name, Row, Table};
pub(super) use header::HEADER;

/// Reads the table in `path`, whose rows are about `images`.
///
/// # Errors
/// When the file cannot be read at all.
pub(super) fn read(
    path: &Path,
    scheme: &Scheme,
    images: &Images<'_>,
    person: PersonColumn<'_>,
) -> Result<Table, Error> {
    let bytes = std::fs::read(path).map_err(FileError::of("read", path))?;
    let text = match text::decode(&bytes) {
        Ok(text) => text,
        Err(what) => {
            return Ok(Table {
                faults: vec![Fault::no_table(what)],
                ..Table::default()
            });
        }
    };
    let separator = Separator::of(lines::without_comments(&text.text));
    let is_image = |name: &str| !matches!(images.meant(name), super::meant::Meant::None);
    let Lines { records, left_out } = lines::cut(&text.text, separator, scheme, &is_image);
    let cells = || records.iter().take(SAMPLE).flat_map(|record| &record.cells);
    let decimals = Decimals::of(cells().map(String::as_str));
    let all: Vec<Vec<&str>> = records.iter().map(lines::Record::cells).collect();

    let mut table = Table::default();
    let with_header = all.first().is_some_and(|first| is_header(first, decimals));
    let (header, rows) = all.split_at(usize::from(with_header));
    let header = header.first().map(Vec::as_slice).unwrap_or_default();
    let header = lines::fitted(header, rows);
    let (rows, ends_empty) =
        lines::without_empty_ends(rows, header.len().max(scheme.outputs() + 1));
    if let (false, Some(first)) = (with_header, records.first()) {
        table.faults.push(Fault::no_header(first.line, rows[0][0]));
    }
    let columns = columns(&header, &rows, decimals, scheme, images, person);
    let called = columns.person.and_then(|column| header.get(column));
    table.person = called.map(|cell| cell.trim().to_owned());
    if let (PersonColumn::Called(called), None, true) = (person, columns.person, with_header) {
        table
            .faults
            .push(Fault::no_people(records[0].line, called, &header));
    }
    for (cells, record) in rows.iter().zip(&records[usize::from(with_header)..]) {
        table.count += 1;
        row::read(&mut table, record.line, cells, &columns, decimals, images);
    }
    let reading = Reading {
        encoding: text.encoding,
        separator,
        decimals,
        columns: &columns,
        ends_empty,
        left_out,
    };
    table.reading = reading.words();
    Ok(table)
}
