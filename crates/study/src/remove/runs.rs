//! The removal of runs that were named.

use std::collections::BTreeSet;

use super::removal::{Removal, Removed};
use crate::error::Error;
use crate::find::Found;
use crate::folders::Folders;
use crate::inventory::Facts;
use crate::library::Library;
use crate::observer::Observer;

/// What would go with the runs called `names`: ids, which may be abbreviated, or experiments, whose
/// runs are all meant. Experiments are those of `study`, or of every study.
///
/// # Errors
/// Names that stand for nothing or have no runs; a run that is being trained; folders that cannot be
/// read.
pub fn remove(
    folders: &Folders,
    names: &[String],
    study: Option<&str>,
    observer: &dyn Observer,
) -> Result<Removal, Error> {
    let library = Library::open(folders, observer)?;
    let all = library.store.run_folders()?;
    let mut ids = BTreeSet::new();
    for name in names {
        let mut meant = BTreeSet::new();
        for found in library.find(name, study, &all)? {
            match found {
                Found::Run(id) => {
                    meant.insert(id.to_owned());
                }
                Found::Experiment(each) => {
                    let there = each.runs.iter().filter(|id| all.contains(id));
                    meant.extend(there.cloned());
                }
            }
        }
        if meant.is_empty() {
            return Err(Error::NoRuns {
                experiment: name.clone(),
            });
        }
        ids.extend(meant);
    }
    let items = ids.iter().map(|id| run(&library, id));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Ok(Removal {
        store: library.store,
        items,
        kept: Vec::new(),
    })
}

/// The removal of run `id`.
///
/// # Errors
/// Where it is being trained, or its folder cannot be read.
pub(super) fn run(library: &Library, id: &str) -> Result<Removed, Error> {
    let store = &library.store;
    if store.is_trained_now(id) {
        let path = store.run_folder(id);
        return Err(faceoff_record::Error::Busy { path }.into());
    }
    let facts = Facts::read(store, id);
    let mut experiments = Vec::new();
    let mut shown_by = Vec::new();
    for (study, each) in library.experiments_of(id) {
        let (name, study) = (&each.experiment.name, &study.study.name);
        if !experiments.contains(name) {
            experiments.push(name.clone());
        }
        if !shown_by.contains(study) && facts.record.is_some() {
            shown_by.push(study.clone());
        }
    }
    let files = store.files(id)?;
    Ok(Removed {
        run: Some(id.to_owned()),
        path: store.run_folder(id),
        what: what(&facts, &experiments),
        bytes: files.iter().map(|file| file.bytes).sum(),
        shown_by,
    })
}

/// `run 5b30527459df8c91 of base, seed 0, 85 epochs`.
fn what(facts: &Facts, experiments: &[String]) -> String {
    let mut words = format!("run {}", facts.id);
    if !experiments.is_empty() {
        words.push_str(&format!(" of {}", experiments.join(", ")));
    }
    match &facts.record {
        Some(record) => {
            let (seed, epochs) = (record.config.train.seed, facts.metrics.len());
            let plural = if epochs == 1 { "" } else { "s" };
            words.push_str(&format!(", seed {seed}, {epochs} epoch{plural}"));
        }
        None if facts.problem.is_some() => words.push_str(", whose record cannot be read"),
        None => words.push_str(", without a record"),
    }
    words
}
