//! Values as JSON in files that are replaced whole.

use std::path::Path;

use faceoff_files::{read, write_atomically};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), Error> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|e| Error::malformed(path, e))?;
    text.push(b'\n');
    Ok(write_atomically(path, &[&text])?)
}

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Error> {
    match read(path)? {
        None => Ok(None),
        Some(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|e| Error::malformed(path, e)),
    }
}

/// As [`read_json`], for files that carry a `format`: that it is `expected` is checked before
/// anything else.
pub(crate) fn read_versioned<T: DeserializeOwned>(
    path: &Path,
    expected: u32,
) -> Result<Option<T>, Error> {
    #[derive(serde::Deserialize)]
    struct Version {
        format: u32,
    }
    let Some(Version { format }) = read_json(path)? else {
        return Ok(None);
    };
    if format != expected {
        return Err(Error::Format {
            path: path.to_path_buf(),
            found: format,
            expected,
        });
    }
    read_json(path)
}

/// Reads one JSON value a line; none when there is no such file. What is wrong is said with the
/// line.
pub(crate) fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let Some(bytes) = read(path)? else {
        return Ok(Vec::new());
    };
    let text = String::from_utf8(bytes).map_err(|e| Error::malformed(path, e))?;
    let parse = |(i, line): (usize, &str)| {
        let line_error = |e| Error::malformed(path, format!("line {}: {e}", i + 1));
        serde_json::from_str(line).map_err(line_error)
    };
    text.lines().enumerate().map(parse).collect()
}

/// Writes one JSON value a line, replacing what was there.
pub(crate) fn write_lines<T: Serialize>(path: &Path, values: &[T]) -> Result<(), Error> {
    let mut text = String::new();
    for value in values {
        text.push_str(&serde_json::to_string(value).map_err(|e| Error::malformed(path, e))?);
        text.push('\n');
    }
    Ok(write_atomically(path, &[text.as_bytes()])?)
}
