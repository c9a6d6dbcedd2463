//! The folders that a command works in.

use std::path::PathBuf;

use faceoff_config::Catalog;
use faceoff_record::Store;

use crate::error::Error;
use crate::observer::Observer;

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
    /// The experiment files that can be used. The observer is warned of mistakes in others, which
    /// are left out.
    ///
    /// # Errors
    /// Mistakes in the files that make the experiments and scales called `needed`, or in all; a
    /// folder that is not there.
    pub(crate) fn catalog(
        &self,
        needed: &[&str],
        observer: &dyn Observer,
    ) -> Result<Catalog, Error> {
        if !self.experiments.is_dir() {
            return Err(Error::NoExperiments {
                folder: self.experiments.clone(),
            });
        }
        let (catalog, left_out) = Catalog::load_sound(&self.experiments)?;
        if let Some(left_out) = left_out {
            let lacks = |name: &&str| left_out.names.iter().any(|other| other == name);
            if needed.iter().any(lacks) {
                return Err(faceoff_config::Error::Mistakes(left_out.mistakes).into());
            }
            observer.warning(&format!(
                "left out until this is mended: {}\n\n{}",
                left_out.names.join(", "),
                left_out.mistakes
            ));
        }
        Ok(catalog)
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
