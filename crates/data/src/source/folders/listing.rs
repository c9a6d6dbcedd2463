//! What lies in a folder of images.

use std::path::Path;

use faceoff_files::Error as FileError;

use crate::Error;

/// What lies in a folder of images, sorted by name.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) images: Vec<String>,
    /// Folders and hidden files.
    pub(super) ignored: Vec<String>,
}

/// Lists a folder of images.
pub(super) fn list(folder: &Path) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    for entry in std::fs::read_dir(folder).map_err(FileError::of("list", folder))? {
        let entry = entry.map_err(FileError::of("list", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || !entry.path().is_file() {
            listing.ignored.push(name);
        } else {
            listing.images.push(name);
        }
    }
    listing.images.sort_unstable();
    listing.ignored.sort_unstable();
    Ok(listing)
}
