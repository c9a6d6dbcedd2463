//! One set: its files decoded, its labels beside them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use faceoff_files::Error as FileError;
use faceoff_landmarks::Scheme;
use rayon::prelude::*;

use super::decoded::Decoded;
use crate::faces::{Pixels, Unusable};
use crate::source::{ImageFile, SurveyedSet};
use crate::{Error, Face};

/// A file that decodes.
pub(super) struct Image {
    pub(super) name: String,
    pub(super) labelled: bool,
    pub(super) decoded: Decoded,
}

/// A file that does not decode.
pub(super) struct Broken {
    pub(super) name: String,
    pub(super) labelled: bool,
    pub(super) reason: String,
}

/// One set, looked at.
pub(super) struct Looked {
    /// What the source says of it.
    pub(super) found: SurveyedSet,
    /// By name.
    pub(super) images: Vec<Image>,
    /// By name.
    pub(super) broken: Vec<Broken>,
    /// The faces whose labels are right, whose files decode and from which something can be learned,
    /// by name. They have no pixels: only their size counts here.
    pub(super) usable: Vec<Face>,
    /// Rows from which nothing can be learned, and why.
    pub(super) unusable: Vec<(String, Unusable)>,
    /// The rows of the usable faces, by file.
    rows: BTreeMap<String, String>,
}

/// Decodes every file of a set, on all threads, and joins files and labels.
pub(super) fn look(
    mut found: SurveyedSet,
    scheme: &'static Scheme,
    decode: &(dyn Fn(&Path) -> Result<Decoded, Error> + Sync),
) -> Looked {
    let decoded: Vec<(&ImageFile, Result<Decoded, Error>)> = found
        .files
        .par_iter()
        .map(|file| (file, decode(&file.path)))
        .collect();
    let (mut images, mut broken) = (Vec::new(), Vec::new());
    for (file, result) in decoded {
        let (name, labelled) = (file.name.clone(), file.labelled);
        match result {
            Ok(decoded) => images.push(Image {
                name,
                labelled,
                decoded,
            }),
            Err(error) => broken.push(Broken {
                name,
                labelled,
                reason: reason(error),
            }),
        }
    }
    let sizes: BTreeMap<&str, &Image> = images.iter().map(|i| (i.name.as_str(), i)).collect();
    let (mut usable, mut unusable, mut rows) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (name, label) in std::mem::take(&mut found.right) {
        let Some(image) = sizes.get(name.as_str()) else {
            continue;
        };
        let decoded = &image.decoded;
        let size = [decoded.width, decoded.height];
        match Unusable::of(&label.landmarks, size) {
            Some(reason) => unusable.push((label.row(), reason)),
            None => {
                rows.insert(label.file.clone(), label.row());
                usable.push(Face {
                    file: label.file,
                    person: label.person.name,
                    video: label.person.video,
                    frame: label.person.frame,
                    width: decoded.width,
                    height: decoded.height,
                    scheme,
                    landmarks: label.landmarks,
                    pixels: Pixels::Eight(Arc::from([])),
                });
            }
        }
    }
    usable.sort_by(|a, b| a.file.cmp(&b.file));
    Looked {
        found,
        images,
        broken,
        usable,
        unusable,
        rows,
    }
}

impl Looked {
    /// The set's name.
    pub(super) fn name(&self) -> &'static str {
        self.found.set
    }

    /// The row of one of the usable faces.
    pub(super) fn row_of(&self, face: &Face) -> &str {
        self.rows.get(&face.file).map_or("", String::as_str)
    }

    /// Names of the files without a label.
    pub(super) fn unlabelled(&self) -> Vec<&str> {
        let files = self.found.files.iter().filter(|file| !file.labelled);
        files.map(|file| file.name.as_str()).collect()
    }
}

/// Who is on it, where something says so.
pub(super) fn person(face: &Face) -> Option<String> {
    face.person.clone()
}

/// The video that it is from, where something says so.
pub(super) fn video(face: &Face) -> Option<String> {
    Some(format!("{}, video {}", face.person.as_ref()?, face.video?))
}

/// An error without the path, which stands beside it.
fn reason(error: Error) -> String {
    match error {
        Error::Image { reason, .. } => reason,
        Error::File(FileError { source, .. }) => source.to_string(),
        other => other.to_string(),
    }
}

/// The extension of a file name in lower case, with its dot.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, end)| format!(".{}", end.to_lowercase()))
}
