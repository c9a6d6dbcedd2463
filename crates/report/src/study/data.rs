//! A study with the records of its runs: all a report is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use faceoff_landmarks::Scheme;
use faceoff_plan::Study;
use faceoff_record::Store;
use faceoff_spec::{Comparison, ComparisonEntry, Experiment};
use serde::Serialize;

use super::entry::EntryData;
use super::read::read_run;
use super::replicates::Replicates;
use super::run::RunData;
use crate::Error;

/// A study with the records of its runs.
#[derive(Clone, Debug)]
pub struct StudyData {
    /// Experiments and comparisons.
    pub(crate) study: Study,
    /// By run id; runs not begun are absent.
    pub(crate) runs: BTreeMap<String, RunData>,
    /// Experiments whose files say something else than what was trained.
    pub changed: Vec<Changed>,
    /// Runs that have begun but are left out, as their records cannot be read.
    pub unreadable: Vec<Unreadable>,
}

/// An experiment whose file has changed since it was trained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its name.
    pub experiment: String,
    /// What the file says otherwise now, in words.
    pub fields: Vec<String>,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, fields) = (&self.experiment, self.fields.join(", "));
        write!(
            f,
            "the file of `{name}` has changed since it was trained: {fields}. What is shown was \
             trained before; `faceoff run {name}` trains what the file says now"
        )
    }
}

/// A run whose record cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// The run's id.
    pub run: String,
    /// The names of the experiments that it belongs to.
    pub experiments: Vec<String>,
    /// What is wrong, with the file.
    pub reason: String,
}

impl StudyData {
    /// Experiments and comparisons.
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// What landmarks the faces of its runs have.
    pub(crate) fn scheme(&self) -> &'static Scheme {
        let mut runs = self.runs.values();
        runs.next().map_or(Scheme::face_68(), |run| run.scheme)
    }

    /// Reads the records of all runs of `study`. A run that has not begun is left out, and so is
    /// one whose record cannot be read or whose parts do not go together: that is listed in
    /// [`unreadable`](Self::unreadable), for the others are worth a report all the same.
    ///
    /// # Errors
    /// That of the first record, where runs have begun but none can be read.
    pub fn read(store: &Store, study: Study) -> Result<Self, Error> {
        let study = told_apart(study);
        let mut runs = BTreeMap::new();
        let mut unreadable = Vec::new();
        let mut first_error = None;
        let ids: BTreeSet<&String> = study.experiments.iter().flat_map(|e| &e.runs).collect();
        for id in ids {
            match read_run(store, id) {
                Ok(Some(run)) => {
                    runs.insert(id.clone(), run);
                }
                Ok(None) => {}
                Err(error) => {
                    unreadable.push(Unreadable {
                        run: id.clone(),
                        experiments: experiments_of(&study, id),
                        reason: error.to_string(),
                    });
                    first_error.get_or_insert(error);
                }
            }
        }
        match first_error {
            Some(error) if runs.is_empty() => Err(error),
            _ => Ok(Self {
                study,
                runs,
                changed: Vec::new(),
                unreadable,
            }),
        }
    }

    /// The experiment called `name`.
    pub(crate) fn experiment(&self, name: &str) -> Option<&Experiment> {
        let found = self
            .study
            .experiments
            .iter()
            .find(|each| each.experiment.name == name);
        found.map(|each| &each.experiment)
    }

    /// The run of the first seed of the experiment called `name` that has begun.
    pub(crate) fn run_of(&self, name: &str) -> Option<&RunData> {
        let mut ids = self.runs_of(name)?.iter();
        ids.find_map(|id| self.runs.get(id))
    }

    /// The ids of the runs that the experiment called `name` asks for.
    fn runs_of(&self, name: &str) -> Option<&[String]> {
        let mut experiments = self.study.experiments.iter();
        let found = experiments.find(|each| each.experiment.name == name)?;
        Some(&found.runs)
    }

    /// The entries of `comparison` that have a record, in its order.
    pub(crate) fn entries<'a>(&'a self, comparison: &'a Comparison) -> Vec<EntryData<'a>> {
        let found = comparison.entries.iter().filter_map(|entry| {
            Some(EntryData {
                entry,
                experiment: self.experiment(&entry.experiment)?,
                run: self.run_of(&entry.experiment)?,
                replicates: Replicates {
                    study: &self.study,
                    runs: &self.runs,
                    comparison,
                    ids: self.runs_of(&entry.experiment)?,
                    with_others: true,
                },
            })
        });
        found.collect()
    }

    /// The entries of `comparison` that have no record yet, or none that can be read.
    pub(crate) fn missing<'a>(&self, comparison: &'a Comparison) -> Vec<&'a ComparisonEntry> {
        let entries = comparison.entries.iter();
        entries
            .filter(|entry| self.run_of(&entry.experiment).is_none())
            .collect()
    }
}

/// `study` with titles that tell its experiments apart.
pub(crate) fn told_apart(mut study: Study) -> Study {
    let experiments = || study.experiments.iter().map(|each| &each.experiment);
    let titles: Vec<String> = experiments()
        .map(|e| e.title_among(experiments()))
        .collect();
    for (each, title) in study.experiments.iter_mut().zip(titles) {
        each.experiment.title = title;
    }
    study
}

/// The names of the experiments that run `id` belongs to.
fn experiments_of(study: &Study, id: &String) -> Vec<String> {
    let all = study.experiments.iter();
    let of_run = all.filter(|each| each.runs.contains(id));
    of_run.map(|each| each.experiment.name.clone()).collect()
}
