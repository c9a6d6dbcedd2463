//! A study with the records of its runs: all a report is made of.

use std::collections::BTreeMap;

use faceoff_config::{Comparison, ComparisonEntry, Experiment, ImageSet};
use faceoff_record::{EpochHealth, EpochMetrics, Predictions, RunRecord, Samples, Store, Study};

use crate::Error;

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
    /// Reads the records of all runs of `study`.
    ///
    /// # Errors
    /// A record that cannot be read, or whose parts do not go together. A run that has not begun
    /// is no error: it is left out.
    pub fn read(store: &Store, study: Study) -> Result<Self, Error> {
        let mut runs = BTreeMap::new();
        for id in study.experiments.iter().flat_map(|each| &each.runs) {
            if runs.contains_key(id) {
                continue;
            }
            if let Some(run) = read_run(store, id)? {
                runs.insert(id.clone(), run);
            }
        }
        Ok(Self { study, runs })
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

    /// The entries of `comparison` that have no record yet.
    pub fn missing<'a>(&self, comparison: &'a Comparison) -> Vec<&'a ComparisonEntry> {
        let entries = comparison.entries.iter();
        entries
            .filter(|entry| self.run_of(&entry.experiment).is_none())
            .collect()
    }
}

impl<'a> EntryData<'a> {
    /// The entry once for every seed that has begun, each with that seed's run.
    pub fn seeds(&self) -> Vec<EntryData<'a>> {
        let runs = self.replicates.begun();
        runs.map(|run| EntryData { run, ..*self }).collect()
    }

    /// Epochs of the snapshot it is compared at: the one asked for or, where the run did not get
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

    /// What the network of each seed answered, with its run; without seeds that have no answers.
    pub fn answers(&self) -> Vec<(&'a Predictions, &'a RunData)> {
        let seeds = self.seeds().into_iter();
        seeds
            .filter_map(|seed| Some((seed.predictions()?, seed.run)))
            .collect()
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

fn read_run(store: &Store, id: &str) -> Result<Option<RunData>, Error> {
    let Some(record) = store.run(id)? else {
        return Ok(None);
    };
    let samples = store.samples(id)?;
    let mut predictions = BTreeMap::new();
    for snapshot in &record.snapshots {
        let answers = store.predictions(id, snapshot.epochs)?;
        for set in [ImageSet::Test, ImageSet::Train] {
            let (found, expected) = (answers.set(set), samples.set(set));
            if found.len() != expected.samples.len() || found.columns != expected.truth.columns {
                return Err(Error::Inconsistent {
                    run: id.to_owned(),
                    reason: format!(
                        "{} answers of {} numbers after {} epochs for {} images of {} numbers",
                        found.len(),
                        found.columns,
                        snapshot.epochs,
                        expected.samples.len(),
                        expected.truth.columns
                    ),
                });
            }
        }
        predictions.insert(snapshot.epochs, answers);
    }
    Ok(Some(RunData {
        metrics: store.metrics(id)?,
        health: store.health(id)?,
        record,
        samples,
        predictions,
    }))
}
