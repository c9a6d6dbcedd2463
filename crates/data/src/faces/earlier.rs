//! Caches of decoded images that another version of this program made.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use faceoff_files::Error as FileError;
use serde::Deserialize;

use super::cache::FORMAT;
use crate::Error;

/// The caches in `cache_folder` of another version than this one's, which makes them anew before it
/// uses them; sorted. None where there is no such folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn earlier_caches(cache_folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = match std::fs::read_dir(cache_folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(FileError::of("read", cache_folder)(e).into()),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(FileError::of("read", cache_folder))?.path();
        let is_cache = path.extension().is_some_and(|it| it == "faces");
        if is_cache && format_of(&path) != Some(FORMAT) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The version of a cache file; `None` where it does not say.
fn format_of(path: &Path) -> Option<u32> {
    #[derive(Deserialize)]
    struct Version {
        format: u32,
    }
    let mut line = Vec::new();
    let mut file = BufReader::new(File::open(path).ok()?);
    file.read_until(b'\n', &mut line).ok()?;
    let version: Version = serde_json::from_slice(&line).ok()?;
    Some(version.format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caches_of_other_versions_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let now = format!("{{\"format\":{FORMAT}}}\nrest");
        for (name, text) in [
            ("decoded-a.faces", now.as_str()),
            ("decoded-b.faces", "{\"format\":1}\n"),
            ("decoded-c.faces", "cut"),
            ("note.txt", "mine"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let found = earlier_caches(folder.path()).unwrap();
        let expected = ["decoded-b.faces", "decoded-c.faces"];
        assert_eq!(found, expected.map(|name| folder.path().join(name)));
        assert!(earlier_caches(Path::new("nowhere")).unwrap().is_empty());
    }
}
