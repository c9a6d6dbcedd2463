//! Where an entry of an archive may lie: inside the folder, nowhere else.

use std::path::PathBuf;

/// Bits of a Unix mode that say what kind of file it is.
const KIND: u32 = 0o170_000;
const FOLDER: u32 = 0o040_000;
const REGULAR: u32 = 0o100_000;

/// The path of an entry relative to the folder it is unpacked in, or why it is refused.
///
/// Names are judged as every system reads them, so that an archive is good everywhere or nowhere.
pub(super) fn safe_path(name: &str, mode: Option<u32>) -> Result<PathBuf, String> {
    let refuse = |reason: &str| Err(format!("entry `{}`: {reason}", name.escape_debug()));
    let kind = mode.map_or(0, |mode| mode & KIND);
    if ![0, FOLDER, REGULAR].contains(&kind) {
        return refuse("expected a file or a folder, found a link or a device");
    }
    if name.contains('\\') || name.contains(':') || name.contains('\0') {
        return refuse("its name has a backslash, a colon or a zero in it");
    }
    if name.starts_with('/') {
        return refuse("its path starts at the root; expected one inside the archive");
    }
    let mut path = PathBuf::new();
    for step in name.strip_suffix('/').unwrap_or(name).split('/') {
        if matches!(step, "" | "." | "..") {
            return refuse("its path has an empty step, `.` or `..` in it");
        }
        path.push(step);
    }
    Ok(path)
}

/// Whether an entry is what an operating system leaves in archives, and no data.
pub(super) fn is_clutter(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name
            .rsplit('/')
            .next()
            .is_some_and(|file| file == ".DS_Store" || file.starts_with("._"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_inside_are_accepted() {
        for (name, mode) in [
            ("../evil", None),
            ("a/../../evil", None),
            ("a/./b", None),
            ("a//b", None),
            ("/etc/passwd", None),
            ("C:/evil", None),
            ("C:evil", None),
            ("a\\..\\evil", None),
            ("\\\\server\\share", None),
            ("a\0b", None),
            ("", None),
            ("link", Some(0o120_777)),
            ("device", Some(0o060_644)),
            ("pipe", Some(0o010_644)),
        ] {
            assert!(safe_path(name, mode).is_err(), "{name:?} {mode:?}");
        }
        for (name, mode) in [
            ("training/", Some(0o040_755)),
            ("training/A_B_00.jpg", Some(0o100_644)),
            ("a..b/...", None),
            ("training/Ünï_00.jpg", Some(0o644)),
        ] {
            let path = safe_path(name, mode).unwrap();
            assert_eq!(path, PathBuf::from(name.trim_end_matches('/')));
        }
    }
}
