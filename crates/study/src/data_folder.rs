//! Data sets on disk: checked, drawn, downloaded.

use std::path::Path;

use faceoff_data::{CheckReport, Fetched};
use faceoff_synth::{Options, Summary};

use crate::error::Error;
use crate::observer::{Observer, Step};

/// Looks for everything that is wrong with the data set in `folder`.
///
/// # Errors
/// Where the folder cannot be read. What is wrong with the images is in the report.
pub fn check_data(folder: &Path, observer: &dyn Observer) -> Result<CheckReport, Error> {
    let step = observer.step(Step::CheckingImages(folder));
    let report = faceoff_data::check(folder, &|at| step(at.done as u64, at.of as u64));
    Ok(report?)
}

/// Draws faces with landmarks into `folder`, which must be absent or empty.
///
/// # Errors
/// Where the folder is not empty, an option is out of range, or the file system refuses.
pub fn draw_faces(
    folder: &Path,
    options: &Options,
    observer: &dyn Observer,
) -> Result<Summary, Error> {
    let step = observer.step(Step::DrawingFaces(folder));
    let drawn = faceoff_synth::write(folder, options, &|at| step(at.done as u64, at.of as u64));
    Ok(drawn?)
}

/// Downloads the data set at `url` into `folder`.
///
/// # Errors
/// Where the download fails, is not a data set, or cannot be kept.
pub fn fetch_data(url: &str, folder: &Path, observer: &dyn Observer) -> Result<Fetched, Error> {
    let step = observer.step(Step::Downloading(url));
    let fetched = faceoff_data::fetch(url, folder, &|at| step(at.received, at.total.unwrap_or(0)));
    Ok(fetched?)
}
