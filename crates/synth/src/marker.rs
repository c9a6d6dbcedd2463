//! The file that tells drawn faces from real ones.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use faceoff_files::Error as FileError;
use serde::{Deserialize, Serialize};

use crate::{Error, Options};

/// Name of the marker file in a drawn set's folder.
const FILE: &str = "drawn-faces.json";
/// Version of the marker file and of the drawing. To be raised when either changes, as the same
/// options then no longer give the same images.
const FORMAT: u32 = 2;

/// The fingerprint of the set that [`Options::default`] draws in this format, so that its runs have
/// names before it is drawn. A machine whose sines and powers round otherwise may draw another.
pub const STANDARD_FINGERPRINT: &str = "5b729b8e8dd3d26f64112c92d22f32ad";

/// What a folder of drawn faces says about itself, kept in `drawn-faces.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Version of this file and of the drawing.
    pub format: u32,
    /// What the folder holds, for whoever opens it.
    pub about: String,
    /// What the faces were drawn with.
    pub options: Options,
}

impl Marker {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            format: FORMAT,
            about: "These faces are drawn by a program. They show nobody.".to_owned(),
            options: options.clone(),
        }
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(FILE);
        let mut text = serde_json::to_string_pretty(self).map_err(|e| Error::Marker {
            path: path.clone(),
            reason: e.to_string(),
        })?;
        text.push('\n');
        Ok(fs::write(&path, text).map_err(FileError::of("write", &path))?)
    }
}

/// What the folder says about its drawn faces; `None` when it holds none.
///
/// # Errors
/// When the marker file is there but cannot be read, or is of another format.
pub fn marker(dir: &Path) -> Result<Option<Marker>, Error> {
    let path = dir.join(FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(e) => return Err(FileError::of("read", &path)(e).into()),
    };
    let broken = |reason: String| Error::Marker {
        path: path.clone(),
        reason,
    };
    // The version first: fields of other versions may be others.
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
    let format = value.get("format").and_then(serde_json::Value::as_u64);
    if format != Some(u64::from(FORMAT)) {
        let found = format.map_or("none".to_owned(), |f| f.to_string());
        return Err(broken(format!("expected format {FORMAT}, found {found}")));
    }
    serde_json::from_value(value)
        .map(Some)
        .map_err(|e| broken(e.to_string()))
}
