//! What lies in a folder of images.

use std::path::Path;

use faceoff_files::Error as FileError;

use crate::Error;

/// What lies in a folder of images, sorted by name.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) images: Vec<String>,
    /// Hidden files and folders.
    pub(super) ignored: Vec<String>,
}

/// Folders in folders that are looked into; a link to a folder around it would never end.
const DEPTH: usize = 4;

/// Lists a folder of images with the folders in it, by paths with forward slashes.
pub(super) fn list(folder: &Path) -> Result<Listing, Error> {
    let mut listing = Listing::default();
    list_into(&mut listing, folder, "", 0)?;
    listing.images.sort_unstable();
    listing.ignored.sort_unstable();
    Ok(listing)
}

fn list_into(
    listing: &mut Listing,
    folder: &Path,
    before: &str,
    depth: usize,
) -> Result<(), Error> {
    for entry in std::fs::read_dir(folder).map_err(FileError::of("list", folder))? {
        let entry = entry.map_err(FileError::of("list", folder))?;
        let (name, path) = (entry.file_name(), entry.path());
        let name = format!("{before}{}", name.to_string_lossy());
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !hidden && path.is_file() {
            listing.images.push(name);
        } else if !hidden && path.is_dir() && depth < DEPTH {
            list_into(listing, &path, &format!("{name}/"), depth + 1)?;
        } else {
            listing.ignored.push(name);
        }
    }
    Ok(())
}
