//! What is said of a folder or a file that is no data set of this layout.

use std::path::{Path, PathBuf};

use super::sets::{EXPECTED, SETS};
use crate::Error;

/// Entries of a folder that are named.
const SHOWN: usize = 4;

/// Entries of a folder that are looked at.
const MOST: usize = 1000;

/// A name that is less like what was typed than this is no suggestion.
const LIKE: f64 = 0.85;

/// Whether `folder` holds a data set.
///
/// # Errors
/// What it is instead, and what may be meant.
pub(super) fn recognise(folder: &Path) -> Result<(), Error> {
    let missing = missing(folder);
    if missing.is_empty() {
        return Ok(());
    }
    let path = folder.to_path_buf();
    let (expected, shown) = (EXPECTED, folder.display());
    if !folder.exists() {
        let advice = match like(folder) {
            Some(meant) => format!(", did you mean `{}`?", meant.display()),
            None => format!("; `faceoff data fetch {shown}` downloads the published one into it"),
        };
        let found = "is not there";
        return Err(Error::Elsewhere {
            path,
            found,
            expected,
            advice,
        });
    }
    if !folder.is_dir() {
        let found = kind(folder);
        let advice = did_you_mean(&around(folder));
        return Err(Error::Elsewhere {
            path,
            found,
            expected,
            advice,
        });
    }
    let entries = entries(folder);
    let near: Vec<PathBuf> = around(folder).into_iter().chain(below(&entries)).collect();
    if entries.is_empty() {
        let advice = format!("; `faceoff data fetch {shown}` downloads the published one into it");
        let found = "is an empty folder";
        return Err(Error::Elsewhere {
            path,
            found,
            expected,
            advice,
        });
    }
    Err(Error::Layout {
        path,
        missing: missing.join(", "),
        expected,
        advice: format!("; it holds {}{}", holds(&entries), did_you_mean(&near)),
    })
}

/// What a data set has and `folder` has not.
fn missing(folder: &Path) -> Vec<String> {
    let parts = SETS.iter().flat_map(|&(set, csv)| {
        [
            (set, folder.join(set).is_dir()),
            (csv, folder.join(csv).is_file()),
        ]
    });
    let missing = parts.filter(|(_, there)| !there);
    missing.map(|(name, _)| format!("`{name}`")).collect()
}

/// What a file is, by the end of its name.
fn kind(file: &Path) -> &'static str {
    let end = file
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    match &*end {
        "json" => "is a JSON file",
        "xml" => "is an XML file",
        "csv" | "tsv" | "txt" => "is a table",
        "xls" | "xlsx" | "ods" => "is a spreadsheet",
        "zip" | "tar" | "gz" | "tgz" | "7z" | "rar" => {
            "is an archive, which has to be unpacked first"
        }
        "toml" => "is a TOML file",
        "png" | "jpg" | "jpeg" | "bmp" | "tif" | "tiff" | "webp" => "is an image",
        _ => "is a file",
    }
}

/// The folder around `path`, where it is a data set.
fn around(path: &Path) -> Vec<PathBuf> {
    // Of a single name it is the folder that one is in.
    let parent = path
        .parent()
        .map(|parent| match parent.as_os_str().is_empty() {
            true => Path::new("."),
            false => parent,
        });
    let parent = parent.filter(|parent| missing(parent).is_empty());
    parent.map(Path::to_path_buf).into_iter().collect()
}

/// The data sets among `paths` and in the folders among them.
fn below(paths: &[PathBuf]) -> Vec<PathBuf> {
    let is_set = |folder: &PathBuf| folder.is_dir() && missing(folder).is_empty();
    let mut found: Vec<PathBuf> = paths.iter().filter(|path| is_set(path)).cloned().collect();
    if found.is_empty() {
        let inner = paths.iter().filter(|path| path.is_dir());
        found = inner
            .flat_map(|folder| entries(folder))
            .filter(is_set)
            .collect();
    }
    found
}

/// The folder beside `path` whose name is most like its own.
fn like(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let parent = path.parent()?;
    let parent_or_here = match parent.as_os_str().is_empty() {
        true => Path::new("."),
        false => parent,
    };
    let likeness = |folder: &PathBuf| {
        let other = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        strsim::jaro_winkler(&name, &other)
    };
    let folders = entries(parent_or_here)
        .into_iter()
        .filter(|entry| entry.is_dir());
    let best = folders.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let best = best.filter(|folder| likeness(folder) >= LIKE)?;
    Some(parent.join(best.file_name()?))
}

/// What lies in a folder, hidden files aside, sorted by name; nothing where it cannot be looked at.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let hidden = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
    };
    let paths = entries
        .map(|entry| entry.path())
        .filter(|path| !hidden(path));
    let mut paths: Vec<PathBuf> = paths.take(MOST).collect();
    paths.sort();
    paths
}

/// The first entries by name.
fn holds(entries: &[PathBuf]) -> String {
    let name = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let end = if path.is_dir() { "/" } else { "" };
        format!("`{name}{end}`")
    };
    let names: Vec<String> = entries.iter().take(SHOWN).map(name).collect();
    match entries.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

fn did_you_mean(near: &[PathBuf]) -> String {
    let names: Vec<String> = near
        .iter()
        .take(SHOWN)
        .map(|it| format!("`{}`", it.display()))
        .collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(", did you mean {}?", names.join(" or ")),
    }
}
