//! What can go wrong with configuration.

use std::path::PathBuf;

use crate::Mistakes;
use crate::toml::{closest, list, question};

/// Files that cannot be used, or names that stand for nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error(transparent)]
    File(#[from] faceoff_files::Error),
    /// A folder without experiments.
    #[error("no experiment files (*.toml) in {}", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// Files with mistakes in them.
    #[error("{0}")]
    Mistakes(Mistakes),
    /// Nothing of that name.
    #[error(
        "no {what} is called `{name}`{}; there {} {}",
        closest(name, known.iter().map(String::as_str))
            .map_or(String::new(), |near| format!(" ({})", question(near))),
        if known.len() == 1 { "is" } else { "are" },
        list(known.iter().map(String::as_str))
    )]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
}
