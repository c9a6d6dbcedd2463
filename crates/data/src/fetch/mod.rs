//! Downloading a data set: a zip archive from a web address, checked and unpacked.
//!
//! What has arrived lies in a file beside the target folder, `<folder>.part`, with a note of what
//! it is part of, `<folder>.part.json`. A broken download goes on from there: within one call
//! after a pause, and in the next call after the program was stopped. Both files are gone once the
//! data set is in its place.

mod archive;
mod download;
mod entry;
mod limits;
mod part;
mod received;
#[cfg(test)]
mod tests;
mod transfer;

use std::path::{Path, PathBuf};

use faceoff_files::{Error as FileError, folder_of};

use crate::Error;
use crate::free::must_be_free;
use limits::{LIMITS, Limits};

pub use received::Received;

/// Where the study's data set is published.
pub const PUBLISHED: &str = "https://s3.amazonaws.com/video.udacity-data.com/topher/2018/May/\
                             5aea1b91_train-test-data/train-test-data.zip";

/// A data set that was downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The folder it is in.
    pub folder: PathBuf,
    /// Files in it.
    pub files: usize,
    /// Bytes of these files.
    pub bytes: u64,
}

/// Downloads the zip archive at `url` and unpacks it as `folder`, which must be absent or empty.
///
/// The archive has to hold a data set, at its top or in one folder. It is unpacked beside `folder` and renamed when every file's checksum was found
/// right, so that `folder` is either whole or not there. Archives above 4 GiB, above 8 GiB
/// unpacked or with more than 100,000 files are refused.
///
/// # Errors
/// When `folder` holds something, the server refuses or stays silent, the archive is broken, is no
/// data set or has files that would lie elsewhere, and when the disk refuses. What a broken
/// connection left is continued by the next call.
pub fn fetch(url: &str, folder: &Path, progress: &dyn Fn(Received)) -> Result<Fetched, Error> {
    fetch_within(&LIMITS, url, folder, progress)
}

fn fetch_within(
    limits: &Limits,
    url: &str,
    folder: &Path,
    progress: &dyn Fn(Received),
) -> Result<Fetched, Error> {
    must_be_free(folder)?;
    let beside = folder_of(folder);
    std::fs::create_dir_all(beside).map_err(FileError::of("create", beside))?;
    let mut part = part::Part::open(folder)?;
    if let Err(error) = download::download(limits, url, &mut part, progress) {
        if part.length() == 0 {
            part.remove()?;
        }
        return Err(error);
    }
    let unpacked = match archive::unpack(limits, url, part.reader()?, beside) {
        Ok(unpacked) => unpacked,
        Err(error) => {
            // A broken archive does not get better by being continued.
            if matches!(error, Error::Archive { .. }) {
                part.remove()?;
            }
            return Err(error);
        }
    };
    let (files, bytes) = (unpacked.files, unpacked.bytes);
    if folder.exists() {
        std::fs::remove_dir(folder).map_err(FileError::of("replace the empty folder", folder))?;
    }
    std::fs::rename(&unpacked.root, folder).map_err(FileError::of("create", folder))?;
    part.remove()?;
    Ok(Fetched {
        folder: folder.to_path_buf(),
        files,
        bytes,
    })
}
