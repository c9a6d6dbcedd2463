//! What can go wrong with records.

use std::path::{Path, PathBuf};

/// A record that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error(transparent)]
    File(#[from] faceoff_files::Error),
    /// Another process trains the run.
    #[error(
        "{} is being trained by another process; wait until that is done, or stop it",
        path.display()
    )]
    Busy {
        /// The run's folder.
        path: PathBuf,
    },
    /// A file does not hold what it should.
    #[error(
        "{} is not a readable record: {reason}; put back what was there, or remove its folder to \
         have it made anew",
        path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of another version of this program.
    #[error(
        "{} has record format {found}, this program reads format {expected}; \
         read it with the version that wrote it",
        path.display()
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// What this program reads.
        expected: u32,
    },
    /// Nothing of that name.
    #[error("no {what} `{name}` in {}{}", path.display(), list(known))]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
        /// Where.
        path: PathBuf,
        /// What is there instead.
        known: Vec<String>,
    },
}

fn list(known: &[String]) -> String {
    match known {
        [] => String::new(),
        [only] => format!("; there is `{only}`"),
        several => format!("; there are `{}`", several.join("`, `")),
    }
}

impl Error {
    /// The file at `path` does not hold what it should, for this reason.
    pub fn malformed(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::Malformed {
            path: path.to_path_buf(),
            reason: reason.to_string(),
        }
    }
}
