//! Folders to write that must hold nothing yet.

use std::io::ErrorKind;
use std::path::Path;

use faceoff_files::Error as FileError;

use crate::Error;

/// Refuses a folder to be written that holds something already.
///
/// # Errors
/// [`Error::Occupied`] for such a folder; when it cannot be looked at.
pub fn must_be_free(folder: &Path) -> Result<(), Error> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Error::Occupied {
                path: folder.to_path_buf(),
            }),
        },
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        Err(e) => Err(FileError::of("write into", folder)(e).into()),
    }
}
