//! What can go wrong with a report.

use std::path::PathBuf;

/// A report that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A record is missing or cannot be read.
    #[error(transparent)]
    Record(#[from] faceoff_record::Error),
    /// A file of the report cannot be written.
    #[error(transparent)]
    File(#[from] faceoff_files::Error),
    /// A file of a record does not hold what it should, or does not go with the others.
    #[error("{} does not go with the rest of its record: {reason}; train the run again", path.display())]
    Inconsistent {
        /// The file.
        path: PathBuf,
        /// What was found, and what was expected.
        reason: String,
    },
    /// A chart or sheet cannot be drawn.
    #[error("cannot draw {}: {reason}", path.display())]
    Drawing {
        /// What it was to be written to.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
}
