//! What can be wrong with a data set.

use std::path::PathBuf;

/// A data set that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error(transparent)]
    File(#[from] faceoff_files::Error),
    /// A folder that is no data set.
    #[error("{} is no data set: it has no {missing}; expected {expected}{advice}", path.display())]
    Layout {
        /// The folder.
        path: PathBuf,
        /// What it lacks.
        missing: String,
        /// What a data set holds.
        expected: &'static str,
        /// What is there instead, and what may be meant.
        advice: String,
    },
    /// Something else where the folder of a data set should be.
    #[error("{} {found}; a data set is a folder with {expected}{advice}", path.display())]
    Elsewhere {
        /// What was named.
        path: PathBuf,
        /// What it is: `is a JSON file`.
        found: &'static str,
        /// What a data set holds.
        expected: &'static str,
        /// What may be meant.
        advice: String,
    },
    /// A file that should be a table and is none.
    #[error("{}: {reason}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What it is, and what would be right.
        reason: String,
    },
    /// A row of a CSV file that cannot be used.
    #[error("{}:{line}: {reason}", path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What is wrong, and what would be right.
        reason: String,
    },
    /// An image that cannot be decoded.
    #[error("{}: {reason}", path.display())]
    Image {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A set of which nothing is left but what is broken.
    #[error("{}: nothing of the {set} set is whole; `faceoff data check` says what is wrong", path.display())]
    NothingWhole {
        /// The data set's folder.
        path: PathBuf,
        /// `training` or `test`.
        set: &'static str,
    },
    /// A folder to write that holds something already.
    #[error(
        "{} is not empty; expected a folder that is empty or not there yet",
        path.display()
    )]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// An archive that cannot be downloaded.
    #[error("cannot download {url}: {found}; {advice}")]
    Download {
        /// Its address.
        url: String,
        /// What came instead.
        found: String,
        /// What to do.
        advice: String,
    },
    /// A downloaded archive that is broken, no data set, or not to be trusted.
    #[error(
        "the archive from {url} cannot be used: {reason}; nothing was unpacked, and running the \
         same command again downloads it anew"
    )]
    Archive {
        /// Its address.
        url: String,
        /// What is wrong, and what would be right.
        reason: String,
    },
    /// A data set's own file that cannot be used.
    #[error(transparent)]
    Description(#[from] faceoff_config::Error),
    /// A split that the people in the set do not allow.
    #[error("cannot split by person: {reason}")]
    Split {
        /// Why.
        reason: String,
    },
}

impl Error {
    /// Whether something else was named than is there, or the data set's own file says what it cannot:
    /// a mistake of the hand, not a broken data set.
    pub fn is_mistake(&self) -> bool {
        match self {
            Self::Layout { .. } | Self::Elsewhere { .. } | Self::Description(_) => true,
            Self::File(_)
            | Self::Table { .. }
            | Self::Row { .. }
            | Self::Image { .. }
            | Self::Occupied { .. }
            | Self::Download { .. }
            | Self::Archive { .. }
            | Self::NothingWhole { .. }
            | Self::Split { .. } => false,
        }
    }
}
