//! Files that are replaced whole.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// Writes `bytes` to `path`: beside it first, then renamed over it, so that a reader or a crash
/// sees the old file or the new one. Missing folders are made.
///
/// # Errors
/// [`Error::Io`] when the file system refuses; the old file is then still there.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let mut file = tempfile::Builder::new()
        .prefix(".writing-")
        .tempfile_in(folder)
        .map_err(Error::io("create a file in", folder))?;
    file.write_all(bytes).map_err(Error::io("write", path))?;
    file.as_file()
        .sync_all()
        .map_err(Error::io("write", path))?;
    make_readable(file.as_file()).map_err(Error::io("write", path))?;
    file.persist(path)
        .map_err(|e| Error::io("write", path)(e.error))?;
    keep_name(folder);
    Ok(())
}

// A renamed file outlives a power cut only once its folder is on the disk too. Not every file
// system can do that, and the file is written.
#[cfg(unix)]
fn keep_name(folder: &Path) {
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn keep_name(_: &Path) {}

// Temporary files are made private to their owner; records are ordinary files.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<(), Error> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|e| Error::malformed(path, e))?;
    text.push(b'\n');
    write_atomically(path, &text)
}

/// The file's bytes, or `None` if there is no such file.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io("read", path)(e)),
    }
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
    write_atomically(path, text.as_bytes())
}
