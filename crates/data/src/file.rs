//! Files and folders that are written whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::Error;

/// The folder that `path` lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes `parts`, one after the other, to `path`: beside it first, then renamed over it, so that
/// a reader or a crash sees the old file or the new one.
///
/// # Errors
/// When the file system refuses; the old file is then still there.
pub(crate) fn write_atomically(path: &Path, parts: &[&[u8]]) -> Result<(), Error> {
    let folder = folder_of(path);
    let mut file =
        tempfile::NamedTempFile::new_in(folder).map_err(Error::io("create a file in", folder))?;
    for part in parts {
        file.write_all(part).map_err(Error::io("write", path))?;
    }
    file.as_file()
        .sync_all()
        .map_err(Error::io("write", path))?;
    file.persist(path)
        .map_err(|e| Error::io("write", path)(e.error))?;
    Ok(())
}

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
        Err(e) => Err(Error::io("write into", folder)(e)),
    }
}
