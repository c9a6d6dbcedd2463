//! Files that nothing reads: cut short while they were written, or caches of other versions.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use faceoff_record::REMOVING;

use super::removal::Removed;
use crate::error::Error;
use crate::folders::Folders;

/// Files are written in moments. What is older than this was cut short.
const CUT_SHORT: Duration = Duration::from_secs(60 * 60);

/// Files that were being written, and runs that were being removed, when a process ended.
pub(super) fn files(folders: &Folders) -> Result<Vec<Removed>, Error> {
    let mut found = Vec::new();
    for root in [&folders.results, &folders.cache] {
        walk(root, &mut |path, name| {
            let what = if name.starts_with(faceoff_files::WRITING) {
                "a file that was cut short while it was written"
            } else if name.starts_with(REMOVING) {
                "what is left of a run that was removed"
            } else {
                return false;
            };
            if is_older(path, CUT_SHORT) {
                found.push(removed(path, what));
            }
            true
        })?;
    }
    Ok(found)
}

/// Caches that this version makes anew before it uses them.
pub(super) fn caches(folders: &Folders) -> Result<Vec<Removed>, Error> {
    let mut found = Vec::new();
    for path in faceoff_data::earlier_caches(&folders.cache)? {
        found.push(removed(&path, "decoded images, cached by another version"));
    }
    let drawn = folders.drawn_faces();
    if drawn.is_dir() && faceoff_synth::marker(&drawn).is_err() {
        found.push(removed(&drawn, "drawn faces of another version"));
    }
    Ok(found)
}

fn removed(path: &Path, what: &str) -> Removed {
    Removed {
        run: None,
        path: path.to_path_buf(),
        what: what.to_owned(),
        bytes: size(path),
        shown_by: Vec::new(),
    }
}

/// Tells `visit` of everything in `folder` and below, by path and name, as far as it does not take a
/// folder whole.
fn walk(folder: &Path, visit: &mut dyn FnMut(&Path, &str) -> bool) -> Result<(), Error> {
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !visit(&path, &name) && path.is_dir() && !path.is_symlink() {
            walk(&path, visit)?;
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let read = |source| {
        let error = faceoff_files::Error::of("read", folder)(source);
        Error::Record(error.into())
    };
    let entries = std::fs::read_dir(folder).map_err(read)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<Result<Vec<_>, _>>().map_err(read)?;
    paths.sort();
    Ok(paths)
}

/// Whether `path` was changed longer ago than `age`; not where the file system does not say.
fn is_older(path: &Path, age: Duration) -> bool {
    let modified = path.symlink_metadata().and_then(|data| data.modified());
    let since = modified.map(|then| SystemTime::now().duration_since(then));
    since.is_ok_and(|since| since.is_ok_and(|since| since > age))
}

/// Of a file, or of all files in a folder and below.
fn size(path: &Path) -> u64 {
    if !path.is_dir() {
        return path.symlink_metadata().map_or(0, |data| data.len());
    }
    let entries = entries(path).unwrap_or_default();
    entries.iter().map(|path| size(path)).sum()
}
