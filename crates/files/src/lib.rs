//! Files that are replaced whole, and errors that name the file.
//!
//! ```
//! # fn main() -> Result<(), faceoff_files::Error> {
//! # let folder = std::env::temp_dir().join(format!("faceoff-files-{}", std::process::id()));
//! let path = folder.join("notes.txt");
//! faceoff_files::write_atomically(&path, &[b"one line\n"])?;
//! assert_eq!(faceoff_files::read(&path)?.as_deref(), Some(&b"one line\n"[..]));
//! assert_eq!(faceoff_files::read(&folder.join("other.txt"))?, None);
//! # std::fs::remove_dir_all(folder).unwrap();
//! # Ok(())
//! # }
//! ```

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The file system refused.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}: {source}", path.display())]
pub struct Error {
    /// What was tried, such as `read`.
    pub action: &'static str,
    /// On which file or folder.
    pub path: PathBuf,
    /// Why it failed.
    pub source: std::io::Error,
}

impl Error {
    /// For `map_err`: the error of trying `action` on `path`.
    pub fn of(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self {
            action,
            path,
            source,
        }
    }
}

/// How the name of a file begins while it is written. One that stays was cut short.
pub const WRITING: &str = ".writing-";

/// The folder that `path` lies in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes `parts`, one after the other, to `path`: beside it first, then renamed over it, so that a
/// reader or a crash sees the old file or the new one. Missing folders are made.
///
/// # Errors
/// When the file system refuses; the old file is then still there.
pub fn write_atomically(path: &Path, parts: &[&[u8]]) -> Result<(), Error> {
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(Error::of("create", folder))?;
    let mut file = tempfile::Builder::new()
        .prefix(WRITING)
        .tempfile_in(folder)
        .map_err(Error::of("create a file in", folder))?;
    for part in parts {
        file.write_all(part).map_err(Error::of("write", path))?;
    }
    file.as_file()
        .sync_all()
        .map_err(Error::of("write", path))?;
    make_readable(file.as_file()).map_err(Error::of("write", path))?;
    file.persist(path)
        .map_err(|e| Error::of("write", path)(e.error))?;
    keep_name(folder);
    Ok(())
}

/// The file's bytes, or `None` if there is no such file.
///
/// # Errors
/// When the file system refuses.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::of("read", path)(e)),
    }
}

// A renamed file outlives a power cut only once its folder is on the disk too. Not every file
// system can do that, and the file is written.
#[cfg(unix)]
fn keep_name(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn keep_name(_: &Path) {}

// Temporary files are made private to their owner; these are ordinary files.
#[cfg(unix)]
fn make_readable(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> std::io::Result<()> {
    Ok(())
}
