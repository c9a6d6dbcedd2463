//! A study with the records of its runs: all a report is made of.

use std::collections::{BTreeMap, BTreeSet};

use faceoff_plan::{RunRecord, Study};
use faceoff_record::{EpochHealth, EpochMetrics, Predictions, Samples, Status, Store};
use faceoff_spec::{Comparison, ComparisonEntry, Experiment};
use serde::Serialize;

use crate::Error;
use crate::numbers::count;
use crate::read_run::read_run;

/// One run's record, read whole.
#[derive(Clone, Debug)]
pub struct RunData {
    /// What was trained and how far it got.
    pub record: RunRecord,
    /// One an epoch, in order.
    pub metrics: Vec<EpochMetrics>,
    /// The network's health, one an epoch, in order; older records have none.
    pub health: Vec<EpochHealth>,
    /// The images it is tested on.
    pub samples: Samples,
    /// What it answered, by epochs of training.
    pub predictions: BTreeMap<usize, Predictions>,
}

/// A study with the records of its runs.
#[derive(Clone, Debug)]
pub struct StudyData {
    /// Experiments and comparisons.
    pub study: Study,
    /// By run id; runs not begun are absent.
    pub runs: BTreeMap<String, RunData>,
    /// Runs that have begun but are left out, as their records cannot be read.
    pub unreadable: Vec<Unreadable>,
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

/// A comparison's entry with what is recorded for it.
#[derive(Clone, Copy, Debug)]
pub struct EntryData<'a> {
    /// What the comparison says.
    pub entry: &'a ComparisonEntry,
    /// Its experiment.
    pub experiment: &'a Experiment,
    /// The run of the experiment's first seed: what stands for it where one network is shown.
    pub run: &'a RunData,
    replicates: Replicates<'a>,
}

/// Where the runs of all seeds of an experiment are found.
#[derive(Clone, Copy, Debug)]
struct Replicates<'a> {
    ids: &'a [String],
    runs: &'a BTreeMap<String, RunData>,
}

impl<'a> Replicates<'a> {
    /// The runs that have begun, the first seed's first.
    fn begun(self) -> impl Iterator<Item = &'a RunData> {
        self.ids.iter().filter_map(move |id| self.runs.get(id))
    }
}

impl StudyData {
    /// Reads the records of all runs of `study`. A run that has not begun is left out, and so is
    /// one whose record cannot be read or whose parts do not go together: that is listed in
    /// [`unreadable`](Self::unreadable), for the others are worth a report all the same.
    ///
    /// # Errors
    /// That of the first record, where runs have begun but none can be read.
    pub fn read(store: &Store, study: Study) -> Result<Self, Error> {
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
                unreadable,
            }),
        }
    }

    /// The experiment called `name`.
    pub fn experiment(&self, name: &str) -> Option<&Experiment> {
        let found = self
            .study
            .experiments
            .iter()
            .find(|each| each.experiment.name == name);
        found.map(|each| &each.experiment)
    }

    /// The run of the first seed of the experiment called `name` that has begun.
    pub fn run_of(&self, name: &str) -> Option<&RunData> {
        self.replicates(name)?.begun().next()
    }

    fn replicates(&self, name: &str) -> Option<Replicates<'_>> {
        let found = self
            .study
            .experiments
            .iter()
            .find(|each| each.experiment.name == name)?;
        Some(Replicates {
            ids: &found.runs,
            runs: &self.runs,
        })
    }

    /// The entries of `comparison` that have a record, in its order.
    pub fn entries<'a>(&'a self, comparison: &'a Comparison) -> Vec<EntryData<'a>> {
        let found = comparison.entries.iter().filter_map(|entry| {
            Some(EntryData {
                entry,
                experiment: self.experiment(&entry.experiment)?,
                run: self.run_of(&entry.experiment)?,
                replicates: self.replicates(&entry.experiment)?,
            })
        });
        found.collect()
    }

    /// The entries of `comparison` that have no record yet, or none that can be read.
    pub fn missing<'a>(&self, comparison: &'a Comparison) -> Vec<&'a ComparisonEntry> {
        let entries = comparison.entries.iter();
        entries
            .filter(|entry| self.run_of(&entry.experiment).is_none())
            .collect()
    }
}

/// The names of the experiments that run `id` belongs to.
fn experiments_of(study: &Study, id: &String) -> Vec<String> {
    let all = study.experiments.iter();
    let of_run = all.filter(|each| each.runs.contains(id));
    of_run.map(|each| each.experiment.name.clone()).collect()
}

impl<'a> EntryData<'a> {
    /// The entry once for every seed that has begun, each with that seed's run.
    pub fn seeds(&self) -> Vec<EntryData<'a>> {
        let runs = self.replicates.begun();
        runs.map(|run| EntryData { run, ..*self }).collect()
    }

    /// Whether the run kept its network after the epochs that the entry asks for.
    pub fn has_arrived(&self) -> bool {
        self.run.predictions.contains_key(&self.entry.epoch)
    }

    /// The entry once for every seed that has arrived: what verdicts are about.
    pub fn arrived(&self) -> Vec<EntryData<'a>> {
        let seeds = self.seeds().into_iter();
        seeds.filter(Self::has_arrived).collect()
    }

    /// The entry once for every seed whose numbers are shown: those that have arrived or, where none
    /// has, all of them as they ended. Numbers of different epochs are not averaged otherwise.
    pub fn shown(&self) -> Vec<EntryData<'a>> {
        match self.arrived() {
            none if none.is_empty() => self.seeds(),
            arrived => arrived,
        }
    }

    /// Epochs of the snapshot it is shown at: the one asked for or, where the run did not get
    /// there, the last before it.
    pub fn epochs(&self) -> Option<usize> {
        let until = self.run.predictions.range(..=self.entry.epoch);
        until.last().map(|(epochs, _)| *epochs)
    }

    /// What the network answered then.
    pub fn predictions(&self) -> Option<&'a Predictions> {
        self.epochs()
            .and_then(|epochs| self.run.predictions.get(&epochs))
    }

    /// What the network of each seed that is shown answered, with its run.
    pub fn answers(&self) -> Vec<(&'a Predictions, &'a RunData)> {
        let seeds = self.shown().into_iter();
        seeds
            .filter_map(|seed| Some((seed.predictions()?, seed.run)))
            .collect()
    }

    /// Why the run's network is not there at the epochs asked for, in a few words; `None` where it
    /// is.
    pub(crate) fn why_not_arrived(&self) -> Option<String> {
        if self.has_arrived() {
            return None;
        }
        let (asked, trained) = (self.entry.epoch, self.run.metrics.len());
        Some(match self.run.record.status {
            Status::Diverged { epoch } if epoch < asked => format!("diverged in epoch {epoch}"),
            _ if trained < asked => format!("stopped after {}", count(trained, "epoch")),
            _ => {
                let kept: Vec<_> = self.run.predictions.keys().map(usize::to_string).collect();
                let kept = match kept.as_slice() {
                    [] => "none at all".to_owned(),
                    some => format!("only after {}", some.join(", ")),
                };
                format!(
                    "no network was kept after {}, {kept}",
                    count(asked, "epoch")
                )
            }
        })
    }

    /// The epochs it is compared over: as many as the entry asks for, or as there are.
    pub fn metrics(&self) -> &'a [EpochMetrics] {
        let end = self.entry.epoch.min(self.run.metrics.len());
        &self.run.metrics[..end]
    }

    /// The network's health over those epochs, where it was recorded.
    pub fn health(&self) -> &'a [EpochHealth] {
        let epochs = self.metrics().len();
        let end = self.run.health.partition_point(|line| line.epoch < epochs);
        &self.run.health[..end]
    }
}
