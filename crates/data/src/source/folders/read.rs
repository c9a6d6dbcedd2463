//! Reading a data set that is to be used: the first thing that is wrong is an error.

use std::collections::BTreeMap;
use std::path::Path;

use faceoff_landmarks::Scheme;

use super::names::parse_name;
use super::sets::SETS;
use super::table::{HEADER, Row, coordinate, records};
use crate::Error;
use crate::source::images::LabelledImage;

/// All labelled images, sorted by set and file.
pub(super) fn images(folder: &Path, scheme: &Scheme) -> Result<Vec<LabelledImage>, Error> {
    let mut images = Vec::new();
    for (set, csv) in SETS {
        let within = folder.join(set);
        let table = folder.join(csv);
        for row in rows(&table, scheme)? {
            if !within.join(&row.name).is_file() {
                let reason = format!("no file `{}` in {}", row.name, within.display());
                return Err(Error::Row {
                    path: table,
                    line: row.line,
                    reason,
                });
            }
            images.push(image(folder, set, row));
        }
    }
    images.sort_by(|a, b| (a.test, &a.file).cmp(&(b.test, &b.file)));
    Ok(images)
}

/// The image of a row that is right.
pub(super) fn image(folder: &Path, set: &str, row: Row) -> LabelledImage {
    let (person, video, frame) = parse_name(&row.name);
    LabelledImage {
        test: set == "test",
        file: format!("{set}/{}", row.name),
        path: folder.join(set).join(&row.name),
        person,
        video,
        frame,
        landmarks: row.landmarks,
    }
}

/// The rows of a CSV file.
///
/// # Errors
/// When the file cannot be read, has no header or nothing below it, and for the first row that
/// cannot be used or names an image that has a row already.
fn rows(path: &Path, scheme: &Scheme) -> Result<Vec<Row>, Error> {
    let wrong = |line: u64, reason: String| Error::Row {
        path: path.to_path_buf(),
        line,
        reason,
    };
    let records = records(path)?;
    if let Some(name) = records.headless {
        let reason = format!("expected {HEADER}, found the row of `{name}`; write one above it");
        return Err(wrong(1, reason));
    }
    let mut lines = BTreeMap::new();
    let mut rows = Vec::new();
    for record in records.below {
        let row = row(path, scheme, record)?;
        if let Some(first) = lines.insert(row.name.clone(), row.line) {
            let name = &row.name;
            let reason =
                format!("`{name}` has a row in line {first}; expected one row for each image");
            return Err(wrong(row.line, reason));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        let reason = "expected a row for each image below the header, found none";
        return Err(wrong(1, reason.to_owned()));
    }
    Ok(rows)
}

fn row(path: &Path, scheme: &Scheme, record: csv::Result<csv::StringRecord>) -> Result<Row, Error> {
    let at = |line: u64, reason: String| Error::Row {
        path: path.to_path_buf(),
        line,
        reason,
    };
    let record = record.map_err(|e| {
        at(
            e.position().map_or(0, csv::Position::line),
            format!("not a row of text: {e}"),
        )
    })?;
    let line = record.position().map_or(0, csv::Position::line);
    let outputs = scheme.outputs();
    let expected = outputs + 1;
    if record.len() != expected {
        let found = record.len();
        return Err(at(
            line,
            format!(
                "expected {expected} columns, a file name and {outputs} numbers, found {found}"
            ),
        ));
    }
    let mut landmarks = vec![0.0; outputs];
    for (i, (value, cell)) in landmarks.iter_mut().zip(record.iter().skip(1)).enumerate() {
        *value = coordinate(cell).ok_or_else(|| {
            let axis = if i % 2 == 0 { "x" } else { "y" };
            // Counted from 1 where people read of it.
            let landmark = i / 2 + 1;
            at(
                line,
                format!("{axis} of landmark {landmark}: expected a number, found `{cell}`"),
            )
        })?;
    }
    Ok(Row {
        line,
        name: record[0].to_owned(),
        landmarks,
    })
}
