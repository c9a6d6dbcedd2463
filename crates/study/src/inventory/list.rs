//! Every experiment and every run there is.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use rayon::prelude::*;

use super::asked::Asked;
use super::experiment::ExperimentEntry;
use super::facts::Facts;
use super::measured::Measured;
use super::run::{RunEntry, kept_longest};
use crate::error::Error;
use crate::folders::Folders;
use crate::library::Library;
use crate::observer::Observer;

/// Every experiment and every run there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Inventory {
    /// By study, then by name.
    pub experiments: Vec<ExperimentEntry>,
    /// By id.
    pub runs: Vec<RunEntry>,
}

/// Every experiment of every study and every file, and every run that has records, told from files
/// and records alone: no image is read and nothing timed.
///
/// # Errors
/// Where there is neither a folder of experiments nor one of results; a folder that cannot be read.
pub fn inventory(folders: &Folders, observer: &dyn Observer) -> Result<Inventory, Error> {
    let library = Library::open(folders, observer)?;
    let now = SystemTime::now();
    let ids = library.store.run_folders()?;
    let facts = ids.into_par_iter().map(|id| {
        let facts = Facts::read(&library.store, &id);
        (id, facts)
    });
    let runs: BTreeMap<String, Facts> = facts.collect();
    let measured = Measured::read(&library.store, networks(&library, &runs));
    let mut asked = library.catalog.as_ref().map(Asked::by);
    let mut asked_for = |facts: &Facts| match (&mut asked, &facts.record) {
        (Some(asked), Some(record)) => asked.holds(record),
        _ => false,
    };
    let entries = runs.values().map(|facts| {
        let asked = asked_for(facts);
        let wanted = kept_longest(&library, facts);
        RunEntry::new(&library, facts, &wanted, asked, &measured, now)
    });
    Ok(Inventory {
        runs: entries.collect(),
        experiments: experiments(&library, &runs, &measured, now),
    })
}

/// The networks that stand for runs and experiments: the last up to the end of each run, and of each
/// experiment.
fn networks(library: &Library, runs: &BTreeMap<String, Facts>) -> BTreeSet<(String, usize)> {
    let mut networks = BTreeSet::new();
    let mut add = |facts: &Facts, epochs: usize| {
        if let Some((kept, _)) = facts.last_kept(epochs) {
            networks.insert((facts.id.clone(), kept));
        }
    };
    for facts in runs.values() {
        let longest = kept_longest(library, facts);
        add(facts, longest.last().copied().unwrap_or_default());
        for (_, each) in library.experiments_of(&facts.id) {
            add(facts, each.experiment.train.epochs);
        }
    }
    networks
}

fn experiments(
    library: &Library,
    runs: &BTreeMap<String, Facts>,
    measured: &Measured,
    now: SystemTime,
) -> Vec<ExperimentEntry> {
    let mut found = Vec::new();
    for study in &library.studies {
        for each in &study.study.experiments {
            let entry = ExperimentEntry::of_study(library, study, each, runs, measured, now);
            found.push(entry);
        }
    }
    if library.studies.is_empty() {
        let files = library.catalog.iter().flat_map(|all| &all.experiments);
        found.extend(files.map(ExperimentEntry::of_file));
    }
    found.sort_by(|a, b| (&a.study, &a.name).cmp(&(&b.study, &b.name)));
    found
}
