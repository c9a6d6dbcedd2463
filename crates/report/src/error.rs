//! What can go wrong with a report.

use std::path::PathBuf;

/// A report that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A record is missing or cannot be read, or a file cannot be written.
    #[error(transparent)]
    Record(#[from] faceoff_record::Error),
    /// A record's parts do not go together.
    #[error("the record of run {run} does not hold together: {reason}; train it again")]
    Inconsistent {
        /// The run's id.
        run: String,
        /// What does not fit.
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
