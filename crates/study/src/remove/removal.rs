//! What would be removed, before it is.

use std::path::PathBuf;

use faceoff_record::Store;
use serde::Serialize;

use crate::error::Error;

/// What would be removed, and what stays that one might have expected to go.
#[derive(Debug)]
pub struct Removal {
    pub(super) store: Store,
    /// What would go.
    pub items: Vec<Removed>,
    /// What stays.
    pub kept: Vec<Kept>,
}

/// Something that would be removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Removed {
    /// The run's id; `None` for other files.
    pub run: Option<String>,
    /// Its folder, or the file.
    pub path: PathBuf,
    /// What it is, in a few words.
    pub what: String,
    /// Size of all its files.
    pub bytes: u64,
    /// The studies whose page shows it until it is written again without it.
    pub shown_by: Vec<String>,
}

/// A run that stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its id.
    pub run: String,
    /// Why, in a few words.
    pub why: String,
}

impl Removal {
    /// The size of everything that would go.
    pub fn bytes(&self) -> u64 {
        self.items.iter().map(|item| item.bytes).sum()
    }

    /// The studies whose pages show something of it, each once.
    pub fn shown_by(&self) -> Vec<&str> {
        let studies = self.items.iter().flat_map(|item| &item.shown_by);
        let mut studies: Vec<&str> = studies.map(String::as_str).collect();
        studies.sort_unstable();
        studies.dedup();
        studies
    }

    /// Removes all of it.
    ///
    /// # Errors
    /// Where a run is being trained, found before anything goes; when the file system refuses.
    pub fn carry_out(&self) -> Result<(), Error> {
        let runs = self.items.iter().filter_map(|item| item.run.as_ref());
        for id in runs {
            if self.store.is_trained_now(id) {
                let path = self.store.run_folder(id);
                return Err(faceoff_record::Error::Busy { path }.into());
            }
        }
        for item in &self.items {
            match &item.run {
                Some(id) => self.store.remove_run(id)?,
                None => remove(&item.path)?,
            }
        }
        Ok(())
    }
}

fn remove(path: &std::path::Path) -> Result<(), Error> {
    let removed = match path.is_dir() {
        true => std::fs::remove_dir_all(path),
        false => std::fs::remove_file(path),
    };
    removed.map_err(|source| Error::Cache {
        path: path.to_path_buf(),
        source,
    })
}
