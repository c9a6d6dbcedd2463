//! From an archive to a data set's folder.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

use faceoff_files::Error as FileError;
use tempfile::TempDir;
use zip::ZipArchive;
use zip::result::ZipError;

use super::entry::{is_clutter, safe_path};
use super::limits::Limits;
use crate::Error;
use crate::source::top_of;

/// A data set unpacked into a folder that goes away unless `root` is moved out of it.
pub(super) struct Unpacked {
    /// The folder of the data set.
    pub(super) root: PathBuf,
    pub(super) files: usize,
    pub(super) bytes: u64,
    _folder: TempDir,
}

/// A file of the archive.
struct Item {
    index: usize,
    /// Below the data set's folder.
    path: PathBuf,
    bytes: u64,
}

/// Checks the archive in `file`, which came from `url`, and unpacks it into a new folder in
/// `beside`. Nothing is written before all entries were looked at, and every file's length and
/// checksum are checked while it is written.
pub(super) fn unpack(
    limits: &Limits,
    url: &str,
    file: File,
    beside: &Path,
) -> Result<Unpacked, Error> {
    let bad = |reason: String| Error::Archive {
        url: url.to_owned(),
        reason,
    };
    let mut archive = ZipArchive::new(BufReader::new(file))
        .map_err(|e| bad(format!("expected a zip archive: {e}")))?;
    let items = items(limits, &mut archive).map_err(bad)?;

    let folder = tempfile::Builder::new()
        .prefix(".unpacking-")
        .tempdir_in(beside)
        .map_err(FileError::of("create a folder in", beside))?;
    let root = folder.path().join("data");
    let mut bytes = 0;
    for item in &items {
        let target = root.join(&item.path);
        let parent = target.parent().unwrap_or(&root);
        std::fs::create_dir_all(parent).map_err(FileError::of("create", parent))?;
        let mut entry = archive
            .by_index(item.index)
            .map_err(|e| bad(format!("entry {}: {e}", item.path.display())))?;
        let mut file = File::create_new(&target).map_err(FileError::of("create", &target))?;
        bytes += copy(&mut entry, &mut file, item, &target, &bad)?;
        file.sync_all().map_err(FileError::of("write", &target))?;
    }
    Ok(Unpacked {
        root,
        files: items.len(),
        bytes,
        _folder: folder,
    })
}

/// Copies an entry, telling a broken archive from a full disk.
fn copy(
    entry: &mut impl Read,
    file: &mut File,
    item: &Item,
    target: &Path,
    bad: &dyn Fn(String) -> Error,
) -> Result<u64, Error> {
    let broken = |reason: String| bad(format!("entry {}: {reason}", item.path.display()));
    let mut chunk = vec![0; 1 << 16];
    let mut written = 0;
    loop {
        let count = entry.read(&mut chunk).map_err(|e| broken(e.to_string()))?;
        if count == 0 {
            break;
        }
        written += count as u64;
        if written > item.bytes {
            break;
        }
        file.write_all(&chunk[..count])
            .map_err(FileError::of("write", target))?;
    }
    if written != item.bytes {
        return Err(broken(format!(
            "expected the {} bytes that the archive announces, found {}{written}",
            item.bytes,
            if written > item.bytes {
                "at least "
            } else {
                ""
            },
        )));
    }
    Ok(written)
}

/// The files of the data set in an archive in which nothing is amiss, or what is.
fn items(limits: &Limits, archive: &mut ZipArchive<BufReader<File>>) -> Result<Vec<Item>, String> {
    if archive.len() > limits.files {
        let (count, most) = (archive.len(), limits.files);
        return Err(format!(
            "it has {count} entries, at most {most} are accepted"
        ));
    }
    // Two entries with the same bytes are how small archives become endless folders.
    if archive.has_duplicate_names() || archive.has_overlapping_entries().map_err(text)? {
        return Err("entries have the same name or share their bytes".to_owned());
    }
    let mut items = Vec::new();
    let mut seen = BTreeSet::new();
    let mut total: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(text)?;
        let name = entry.name().map_err(text)?.into_owned();
        let path = safe_path(&name, entry.unix_mode())?;
        total = total.saturating_add(entry.size());
        if total > limits.unpacked {
            let most = limits.unpacked;
            return Err(format!(
                "its files have {total} bytes or more, at most {most} are accepted"
            ));
        }
        if entry.is_dir() || is_clutter(&name) {
            continue;
        }
        // Some file systems hold such names for one.
        if !seen.insert(name.to_lowercase()) {
            return Err(format!("entry `{name}`: another one has the same name"));
        }
        items.push(Item {
            index,
            path,
            bytes: entry.size(),
        });
    }
    below_top(items)
}

/// Takes away the one folder that a data set may lie in, and checks that it is one.
fn below_top(mut items: Vec<Item>) -> Result<Vec<Item>, String> {
    let paths: Vec<&Path> = items.iter().map(|item| item.path.as_path()).collect();
    let top = top_of(&paths)?;
    items.retain_mut(|item| match item.path.strip_prefix(&top) {
        Ok(path) => {
            item.path = path.to_path_buf();
            true
        }
        Err(_) => false,
    });
    Ok(items)
}

fn text(error: ZipError) -> String {
    error.to_string()
}
