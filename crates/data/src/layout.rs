//! The layout data is distributed in: two folders of pictures, two CSV files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use faceoff_landmarks::Scheme;

use crate::Error;

/// The folders of a data set, and the CSV file of each.
pub const SETS: [(&str, &str); 2] = [
    ("training", "training_frames_keypoints.csv"),
    ("test", "test_frames_keypoints.csv"),
];

/// One labelled picture, not yet decoded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Line in the CSV file, counted from 1.
    pub(crate) line: u64,
    pub(crate) name: String,
    pub(crate) landmarks: Vec<f32>,
}

/// `Person_Name_VF.jpg`: the person, the video (one digit) and the frame.
///
/// Names that are otherwise made are a person of their own in video 0.
pub(crate) fn parse_name(name: &str) -> (String, u32, u32) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let parsed = stem.rsplit_once('_').and_then(|(person, digits)| {
        let ascii = digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit());
        let (video, frame) = digits.split_at_checked(1).filter(|_| ascii)?;
        Some((person.to_owned(), video.parse().ok()?, frame.parse().ok()?))
    });
    parsed.unwrap_or_else(|| (stem.to_owned(), 0, 0))
}

/// The file `name` of `folder`, or an error that says what a data set looks like.
pub(crate) fn required(folder: &Path, name: &str) -> Result<PathBuf, Error> {
    let path = folder.join(name);
    if path.exists() {
        Ok(path)
    } else {
        Err(Error::Layout {
            path: folder.to_path_buf(),
            missing: format!("`{name}`"),
        })
    }
}

/// The rows of a CSV file.
///
/// # Errors
/// When the file cannot be read, has no header or nothing below it, and for the first row that
/// cannot be used or names a picture that has a row already.
pub(crate) fn rows(path: &Path) -> Result<Vec<Row>, Error> {
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
        let row = row(path, record)?;
        if let Some(first) = lines.insert(row.name.clone(), row.line) {
            let name = &row.name;
            let reason = format!("`{name}` has a row in line {first}; expected one row a picture");
            return Err(wrong(row.line, reason));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        let reason = "expected a row for each picture below the header, found none";
        return Err(wrong(1, reason.to_owned()));
    }
    Ok(rows)
}

/// What the first line of a CSV file has to be.
pub(crate) const HEADER: &str = "a header (an empty cell, then the numbers of the columns)";

/// A CSV file cut into cells.
pub(crate) struct Records {
    /// What is below the header, of whatever length; where there is no header, all.
    pub(crate) below: Vec<csv::Result<csv::StringRecord>>,
    /// The picture that the first line is the row of, where it should be a header.
    pub(crate) headless: Option<String>,
}

/// The records of a CSV file.
///
/// # Errors
/// When the file cannot be read at all.
pub(crate) fn records(path: &Path) -> Result<Records, Error> {
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
            Error::io("read", path)(io)
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
pub(crate) fn coordinate(cell: &str) -> Option<f32> {
    cell.trim()
        .parse::<f32>()
        .ok()
        .filter(|value| value.is_finite())
}

fn row(path: &Path, record: csv::Result<csv::StringRecord>) -> Result<Row, Error> {
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
    let outputs = Scheme::face_68().outputs();
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
            let point = i / 2;
            at(
                line,
                format!("{axis} of point {point}: expected a number, found `{cell}`"),
            )
        })?;
    }
    Ok(Row {
        line,
        name: record[0].to_owned(),
        landmarks,
    })
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

    #[test]
    fn names_say_person_video_and_frame() {
        for (name, person, video, frame) in [
            ("Luis_Fonsi_21.jpg", "Luis_Fonsi", 2, 1),
            (
                "Abdel_Aziz_Al-Hakim_0150.jpg",
                "Abdel_Aziz_Al-Hakim",
                0,
                150,
            ),
            ("solo.png", "solo", 0, 0),
            ("a_b.jpg", "a_b", 0, 0),
            ("a_5.jpg", "a_5", 0, 0),
        ] {
            assert_eq!(
                parse_name(name),
                (person.to_owned(), video, frame),
                "{name}"
            );
        }
    }
}
