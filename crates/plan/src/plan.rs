//! Which runs experiments come to.

use std::collections::BTreeSet;

use faceoff_spec::{Comparison, Experiment, RunSpec, TrainSpec};

use crate::run_id;

/// The runs that experiments come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// First the first seed of every experiment, then the second, and so on; within a seed in the
    /// order of the experiments that ask for them first. So a study that is stopped early has
    /// something of everything.
    pub runs: Vec<PlannedRun>,
}

/// One run, and the experiments that share it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRun {
    /// Hash of what determines its outcome.
    pub id: String,
    /// What it trains: for as many epochs as the longest of its experiments, with the snapshots
    /// that any experiment or comparison needs.
    pub config: RunSpec,
    /// The experiments' names, in their order.
    pub experiments: Vec<String>,
}

impl Plan {
    /// The runs of an experiment, one a seed, in the order of their seeds.
    pub fn runs_of(&self, experiment: &str) -> Vec<&PlannedRun> {
        let trains = |run: &&PlannedRun| run.experiments.iter().any(|name| name == experiment);
        let mut runs: Vec<_> = self.runs.iter().filter(trains).collect();
        runs.sort_by_key(|run| run.config.train.seed);
        runs
    }

    /// What the runs share: trainings of an experiment that are another's already.
    pub fn shared(&self) -> usize {
        self.runs.iter().map(|run| run.experiments.len() - 1).sum()
    }
}

impl PlannedRun {
    /// Every number of epochs after which the network is kept, the end included; sorted.
    pub fn kept(&self) -> Vec<usize> {
        let train = &self.config.train;
        train
            .snapshots
            .iter()
            .copied()
            .chain([train.epochs])
            .collect()
    }
}

/// Finds the runs of `experiments`, with snapshots also where `comparisons` look at them.
///
/// Both are at the scale they are to be trained at. `fingerprint_of` names the content of the
/// data set an experiment uses, before it is split or cut down.
pub fn plan(
    experiments: &[Experiment],
    comparisons: &[Comparison],
    fingerprint_of: impl Fn(&Experiment) -> String,
) -> Plan {
    let mut runs: Vec<PlannedRun> = Vec::new();
    for (experiment, train) in trainings(experiments) {
        let mut config = RunSpec {
            data_fingerprint: fingerprint_of(experiment),
            data: experiment.data.clone(),
            model: experiment.model.clone(),
            train,
        };
        let id = run_id(&config);
        let kept = kept(experiment, comparisons);
        match runs.iter_mut().find(|run| run.id == id) {
            Some(run) => {
                let train = &mut run.config.train;
                let kept = kept.into_iter().chain(run_kept(train));
                train.epochs = train.epochs.max(experiment.train.epochs);
                train.snapshots = before(train.epochs, kept);
                run.experiments.push(experiment.name.clone());
            }
            None => {
                config.train.snapshots = before(config.train.epochs, kept);
                runs.push(PlannedRun {
                    id,
                    config,
                    experiments: vec![experiment.name.clone()],
                });
            }
        }
    }
    Plan { runs }
}

/// Every training of every experiment, by seed.
fn trainings(experiments: &[Experiment]) -> Vec<(&Experiment, TrainSpec)> {
    let of = |experiment| Experiment::trainings(experiment).enumerate();
    let mut all: Vec<_> = experiments
        .iter()
        .flat_map(|experiment| of(experiment).map(move |(nth, train)| (nth, experiment, train)))
        .collect();
    all.sort_by_key(|(nth, ..)| *nth);
    let all = all.into_iter();
    all.map(|(_, experiment, train)| (experiment, train))
        .collect()
}

/// After how many epochs an experiment's network is looked at.
fn kept(experiment: &Experiment, comparisons: &[Comparison]) -> Vec<usize> {
    let entries = comparisons
        .iter()
        .flat_map(|comparison| &comparison.entries);
    let compared = entries
        .filter(|entry| entry.experiment == experiment.name)
        .map(|entry| entry.epoch);
    compared.chain(run_kept(&experiment.train)).collect()
}

fn run_kept(train: &TrainSpec) -> Vec<usize> {
    let end = std::iter::once(train.epochs);
    train.snapshots.iter().copied().chain(end).collect()
}

/// Sorted, each once, without what is not before the end.
fn before(end: usize, epochs: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let epochs: BTreeSet<_> = epochs.into_iter().filter(|epoch| *epoch < end).collect();
    epochs.into_iter().collect()
}
