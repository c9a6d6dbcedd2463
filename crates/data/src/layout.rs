//! The layout data is distributed in: two folders of pictures, two CSV files.

use std::path::{Path, PathBuf};

use faceoff_config::OUTPUTS;

use crate::Error;

/// The folders, and the CSV file of each.
pub(crate) const SETS: [(&str, &str); 2] = [
    ("training", "training_frames_keypoints.csv"),
    ("test", "test_frames_keypoints.csv"),
];

/// One labelled picture, not yet decoded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Line in the CSV file, counted from 1.
    pub(crate) line: u64,
    pub(crate) name: String,
    pub(crate) landmarks: [f32; OUTPUTS],
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

/// The rows of a CSV file, each parsed or with what is wrong with it.
///
/// # Errors
/// When the file cannot be read at all.
pub(crate) fn rows(path: &Path) -> Result<Vec<Result<Row, Error>>, Error> {
    Ok(records(path)?
        .into_iter()
        .map(|record| row(path, record))
        .collect())
}

/// The records of a CSV file below its header, of whatever length.
///
/// # Errors
/// When the file cannot be read at all.
pub(crate) fn records(path: &Path) -> Result<Vec<csv::Result<csv::StringRecord>>, Error> {
    // Rows of other lengths are told apart by us, with their line, rather than by the reader.
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(path)
        .map_err(|e| {
            let io = match e.into_kind() {
                csv::ErrorKind::Io(io) => io,
                other => std::io::Error::other(format!("{other:?}")),
            };
            Error::io("read", path)(io)
        })?;
    Ok(reader.records().collect())
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
    let expected = OUTPUTS + 1;
    if record.len() != expected {
        let found = record.len();
        return Err(at(
            line,
            format!(
                "expected {expected} columns, a file name and {OUTPUTS} numbers, found {found}"
            ),
        ));
    }
    let mut landmarks = [0.0; OUTPUTS];
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
