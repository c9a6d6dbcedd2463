//! What can go wrong while faces are drawn or recognised.

use std::path::PathBuf;

/// A drawn set that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error(transparent)]
    File(#[from] faceoff_files::Error),
    /// A folder to write that holds something already.
    #[error(transparent)]
    Data(#[from] faceoff_data::Error),
    /// An option out of range.
    #[error("cannot draw with {option} = {found}; expected {expected}")]
    Option {
        /// The option's name.
        option: &'static str,
        /// Its value.
        found: usize,
        /// What it may be.
        expected: &'static str,
    },
    /// More images than a set can have.
    #[error(
        "cannot draw {people} people in {videos} videos of {frames} frames each; expected at most \
         {most} images in all"
    )]
    TooMany {
        /// People asked for.
        people: usize,
        /// Videos of each person.
        videos: usize,
        /// Training and test frames of each video.
        frames: usize,
        /// Images a set can have.
        most: usize,
    },
    /// A marker file that cannot be understood.
    #[error("{} does not describe drawn faces: {reason}", path.display())]
    Marker {
        /// The marker file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// An image that could not be encoded.
    #[error("cannot encode {}: {reason}", path.display())]
    Encode {
        /// The image's file.
        path: PathBuf,
        /// Why it failed.
        reason: String,
    },
}
