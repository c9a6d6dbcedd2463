//! Which files are photographs.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// The files that `paths` name: files themselves, and of folders the files in them that are called as
/// images are, by name.
///
/// # Errors
/// A path that is not there; a folder without images, or that cannot be read.
pub fn photos(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(in_folder(path)?);
        } else if path.is_file() {
            files.push(path.clone());
        } else {
            return Err(Error::NoPhotos { path: path.clone() });
        }
    }
    Ok(files)
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |source| Error::Photos {
        path: folder.to_path_buf(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() && faceoff_data::is_called_an_image(&path) {
            files.push(path);
        }
    }
    files.sort();
    match files.is_empty() {
        true => Err(Error::NoPhotos {
            path: folder.to_path_buf(),
        }),
        false => Ok(files),
    }
}
