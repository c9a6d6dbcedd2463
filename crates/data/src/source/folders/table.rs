//! A CSV file of landmarks: a row for each image.

use std::path::Path;

use faceoff_files::Error as FileError;

use crate::Error;

/// The row of an image.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Line in the CSV file, counted from 1.
    pub(super) line: u64,
    pub(super) name: String,
    pub(super) landmarks: Vec<f32>,
}

/// What the first line of a CSV file has to be.
pub(super) const HEADER: &str = "a header (an empty cell, then the numbers of the columns)";

/// A CSV file cut into cells.
pub(super) struct Records {
    /// What is below the header, of whatever length; where there is no header, all.
    pub(super) below: Vec<csv::Result<csv::StringRecord>>,
    /// The image that the first line is the row of, where it should be a header.
    pub(super) headless: Option<String>,
}

/// The records of a CSV file.
///
/// # Errors
/// When the file cannot be read at all.
pub(super) fn records(path: &Path) -> Result<Records, Error> {
    // Rows of other lengths are told apart by us, with their line, rather than by the reader.
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(path)
        .map_err(|e| {
            let io = match e.into_kind() {
                csv::ErrorKind::Io(io) => io,
                other => std::io::Error::other(format!("{other:?}")),
            };
            FileError::of("read", path)(io)
        })?;
    let mut records = reader.records().peekable();
    let header = records.next_if(|first| first.as_ref().is_ok_and(is_header));
    let headless = match records.peek() {
        Some(Ok(first)) if header.is_none() => Some(first[0].to_owned()),
        _ => None,
    };
    let below = records.collect();
    Ok(Records { below, headless })
}

/// Whether a line names columns, in numbers from 0 as distributed or in words, instead of giving
/// points.
fn is_header(record: &csv::StringRecord) -> bool {
    let columns = || record.iter().skip(1);
    let mut numbered = columns().enumerate();
    numbered.all(|(i, cell)| cell.trim() == i.to_string())
        || columns().all(|cell| coordinate(cell).is_none())
}

/// The coordinate in a cell: a finite number.
pub(super) fn coordinate(cell: &str) -> Option<f32> {
    cell.trim()
        .parse::<f32>()
        .ok()
        .filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_columns() {
        for (line, expected) in [
            (vec!["", "0", "1", "2"], true),
            (vec!["file", "x0", "y0", "x1"], true),
            (vec![""], true),
            (vec!["Ann_Lee_00.jpg", "45.0", "98.0", "47"], false),
            (vec!["Ann_Lee_00.jpg", "0", "1", "3"], false),
            (vec!["Ann_Lee_00.jpg", "45.0", "", "47"], false),
        ] {
            assert_eq!(is_header(&line.clone().into()), expected, "{line:?}");
        }
    }
}
