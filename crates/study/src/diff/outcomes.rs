//! What an experiment or a run came to, after so many epochs.

use faceoff_record::{EpochMetrics, Snapshot, Store};
use faceoff_report::{Measures, Scores, measures};
use serde::Serialize;

use crate::inventory::Facts;

/// What an experiment or a run came to: means over its seeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Outcomes {
    /// Seeds with a network after these epochs, which the means are over.
    pub seeds: usize,
    /// Train loss of the last epoch.
    pub train_loss: Option<f64>,
    /// Test loss after it.
    pub test_loss: Option<f64>,
    /// Validation loss after it, where there is a validation set.
    pub validation_loss: Option<f64>,
    /// Means over the test images.
    pub scores: Option<Scores>,
    /// Trainable numbers of the network.
    pub parameters: Option<usize>,
    /// Images trained on.
    pub train_images: Option<usize>,
    /// Images tested on.
    pub test_images: Option<usize>,
    /// Seconds of training up to there, evaluation included, of a seed.
    pub seconds: Option<f64>,
}

impl Outcomes {
    /// Of `runs` after `epochs` epochs, by those that have a network then.
    pub(super) fn of(store: &Store, runs: &[Facts], epochs: usize) -> Self {
        let seeds: Vec<Seed<'_>> = runs
            .iter()
            .filter_map(|facts| Seed::of(store, facts, epochs))
            .collect();
        let over_seeds = |of: &dyn Fn(&Seed<'_>) -> Option<f64>| {
            let values: Vec<f64> = seeds.iter().filter_map(of).collect();
            (!values.is_empty()).then(|| mean(&values))
        };
        let scores: Vec<Scores> = seeds
            .iter()
            .filter_map(|seed| Some(seed.measures?.scores))
            .collect();
        let record = runs.iter().find_map(|facts| facts.record.as_ref());
        Self {
            seeds: seeds.len(),
            train_loss: over_seeds(&|seed| Some(seed.lines.last()?.train_loss)),
            test_loss: over_seeds(&|seed| Some(seed.snapshot.test_loss)),
            validation_loss: over_seeds(&|seed| seed.snapshot.validation_loss),
            scores: (!scores.is_empty()).then(|| Scores::pooled(&scores, mean)),
            parameters: record.map(|record| record.parameters),
            train_images: record.map(|record| record.data.train_images),
            test_images: record.map(|record| record.data.test_images),
            seconds: over_seeds(&|seed| Some(seed.lines.iter().map(|line| line.seconds).sum())),
        }
    }
}

/// A run that has a network after the epochs in question.
struct Seed<'a> {
    snapshot: &'a Snapshot,
    /// The epochs up to there.
    lines: &'a [EpochMetrics],
    measures: Option<Measures>,
}

impl<'a> Seed<'a> {
    fn of(store: &Store, facts: &'a Facts, epochs: usize) -> Option<Self> {
        let mut snapshots = facts.record.as_ref()?.snapshots.iter();
        Some(Self {
            snapshot: snapshots.find(|kept| kept.epochs == epochs)?,
            lines: facts.metrics.get(..epochs).unwrap_or(&facts.metrics),
            measures: measures(store, &facts.id, Some(epochs)).ok().flatten(),
        })
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
