//! A comparison's entry with what is recorded for it.

use faceoff_plan::train_the_same;
use faceoff_record::{Annotations, EpochHealth, EpochMetrics, Predictions, Status};
use faceoff_spec::{ComparisonEntry, Experiment};

use super::replicates::Replicates;
use super::run::RunData;
use crate::format::count;

/// A comparison's entry with what is recorded for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryData<'a> {
    /// What the comparison says.
    pub(crate) entry: &'a ComparisonEntry,
    /// Its experiment.
    pub(crate) experiment: &'a Experiment,
    /// The run of the experiment's first seed: what stands for it where one network is shown.
    pub(crate) run: &'a RunData,
    pub(super) replicates: Replicates<'a>,
}

impl<'a> EntryData<'a> {
    /// The entry once for every seed that has begun, each with that seed's run: those that its
    /// experiment asks for, then those that the study has of the same settings besides. Of entries
    /// of the same settings at several epochs these are the same, so that they can be compared
    /// training by training.
    pub(crate) fn seeds(&self) -> Vec<EntryData<'a>> {
        let runs = self.replicates.begun().into_iter();
        runs.map(|run| EntryData { run, ..*self }).collect()
    }

    /// The entry with the seeds alone that its experiment asks for.
    pub(crate) fn of_own_seeds(&self) -> EntryData<'a> {
        EntryData {
            replicates: Replicates {
                with_others: false,
                ..self.replicates
            },
            ..*self
        }
    }

    /// The tags and notes of the runs that its experiment asks for.
    pub(crate) fn annotations(&self) -> Annotations {
        let mut all = Annotations::default();
        for seed in self.of_own_seeds().seeds() {
            all.extend(&seed.run.annotations);
        }
        all
    }

    /// Whether its experiment is another one again, from other seeds or for longer: what it extends
    /// has the same settings.
    pub(crate) fn repeats_another(&self) -> bool {
        let parent = self.experiment.extends.as_ref();
        let parent = parent.and_then(|name| self.replicates.experiment(name));
        parent.is_some_and(|parent| {
            let mut parent = parent.clone();
            parent.train.seed = self.experiment.train.seed;
            train_the_same(&parent, self.experiment)
        })
    }

    /// The epoch after which the validation loss was lowest, of those up to the entry's; none without
    /// a validation set: there is nothing to choose by.
    pub(crate) fn best_by_validation(&self) -> Option<&'a EpochMetrics> {
        let lines = self.metrics().iter();
        let validated = lines.filter_map(|line| Some((line, line.validation_loss?)));
        let best = validated.min_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(line, _)| line)
    }

    /// Whether the run kept its network after the epochs that the entry asks for.
    pub(crate) fn has_arrived(&self) -> bool {
        self.run.predictions.contains_key(&self.entry.epoch)
    }

    /// The entry once for every seed that has arrived: what verdicts are about.
    pub(crate) fn arrived(&self) -> Vec<EntryData<'a>> {
        let seeds = self.seeds().into_iter();
        seeds.filter(Self::has_arrived).collect()
    }

    /// The entry once for every seed whose numbers are shown: those that have arrived or, where none
    /// has, all of them as they ended. Numbers of different epochs are not averaged otherwise.
    pub(crate) fn shown(&self) -> Vec<EntryData<'a>> {
        match self.arrived() {
            none if none.is_empty() => self.seeds(),
            arrived => arrived,
        }
    }

    /// Epochs of the snapshot it is shown at: the one asked for or, where the run did not get
    /// there, the last before it.
    pub(crate) fn epochs(&self) -> Option<usize> {
        let until = self.run.predictions.range(..=self.entry.epoch);
        until.last().map(|(epochs, _)| *epochs)
    }

    /// What the network predicted then.
    pub(crate) fn predictions(&self) -> Option<&'a Predictions> {
        self.epochs()
            .and_then(|epochs| self.run.predictions.get(&epochs))
    }

    /// What the network of each seed that is shown predicted, with its run.
    pub(crate) fn predictions_by_seed(&self) -> Vec<(&'a Predictions, &'a RunData)> {
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
    pub(crate) fn metrics(&self) -> &'a [EpochMetrics] {
        let end = self.entry.epoch.min(self.run.metrics.len());
        &self.run.metrics[..end]
    }

    /// The network's health over those epochs, where it was recorded.
    pub(crate) fn health(&self) -> &'a [EpochHealth] {
        let epochs = self.metrics().len();
        let end = self.run.health.partition_point(|line| line.epoch < epochs);
        &self.run.health[..end]
    }
}
