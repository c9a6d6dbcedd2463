//! The folders that a command works in.

use std::path::PathBuf;

use faceoff_config::Catalog;
use faceoff_record::Store;

use crate::error::Error;

/// Where experiments are read, and where records and reports are kept.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Experiment files.
    pub experiments: PathBuf,
    /// Records and reports.
    pub results: PathBuf,
    /// Decoded images and drawn faces; it can be deleted at any time.
    pub cache: PathBuf,
}

impl Folders {
    /// The experiment files, checked.
    ///
    /// # Errors
    /// Mistakes in them, and a folder that is not there.
    pub fn catalog(&self) -> Result<Catalog, Error> {
        if !self.experiments.is_dir() {
            return Err(Error::NoExperiments {
                folder: self.experiments.clone(),
            });
        }
        Ok(Catalog::load(&self.experiments)?)
    }

    /// The records.
    pub(crate) fn store(&self) -> Store {
        Store::new(&self.results)
    }

    /// Where the tool's own drawn faces are.
    pub(crate) fn drawn_faces(&self) -> PathBuf {
        self.cache.join("drawn-faces")
    }
}
