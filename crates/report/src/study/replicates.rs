//! The trainings that stand behind an entry: those of its experiment, and all others that the study
//! has of the same settings.

use std::collections::BTreeMap;

use faceoff_plan::Study;
use faceoff_record::Status;
use faceoff_spec::{Comparison, Experiment};

use super::run::RunData;

/// Where the trainings behind an entry are found.
///
/// Experiments that differ in nothing but their seeds, their names and how long they train are
/// trainings of the same settings. Whatever is said of the settings is said by all of them: one
/// training may have been luck, and where the study knows of more, they are the better evidence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replicates<'a> {
    pub(super) study: &'a Study,
    pub(super) runs: &'a BTreeMap<String, RunData>,
    pub(super) comparison: &'a Comparison,
    /// The runs that the experiment asks for.
    pub(super) ids: &'a [String],
    /// Whether those of other experiments count too.
    pub(super) with_others: bool,
}

impl<'a> Replicates<'a> {
    /// The experiment's own runs that have begun, the first seed's first, then the others.
    pub(super) fn begun(self) -> Vec<&'a RunData> {
        let own: Vec<&RunData> = self.own().collect();
        let Some(first) = own.first().filter(|_| self.with_others) else {
            return own;
        };
        let epochs = self.epochs_of(&first.settings);
        let runs = self.runs.iter();
        let others = runs.filter(|(id, run)| {
            let same = run.settings == first.settings && !self.ids.contains(id);
            same && epochs.iter().all(|epoch| has_got_to(run, *epoch))
        });
        let mut others: Vec<&RunData> = others.map(|(_, run)| run).collect();
        others.sort_by_key(|run| run.record.config.train.seed);
        own.into_iter().chain(others).collect()
    }

    fn own(self) -> impl Iterator<Item = &'a RunData> {
        let ids = self.ids.iter();
        ids.filter_map(move |id| self.runs.get(id))
    }

    /// The epochs after which the comparison looks at trainings of `settings`.
    fn epochs_of(self, settings: &str) -> Vec<usize> {
        let same = self.comparison.entries.iter().filter(|entry| {
            let experiments = self.study.experiments.iter();
            let mut found = experiments.filter(|each| each.experiment.name == entry.experiment);
            let mut ids = found.next().into_iter().flat_map(|each| &each.runs);
            let first = ids.find_map(|id| self.runs.get(id));
            first.is_some_and(|run| run.settings == settings)
        });
        same.map(|entry| entry.epoch).collect()
    }

    /// The experiment called `name`.
    pub(super) fn experiment(self, name: &str) -> Option<&'a Experiment> {
        let mut experiments = self.study.experiments.iter();
        let found = experiments.find(|each| each.experiment.name == name);
        found.map(|each| &each.experiment)
    }
}

/// Whether `run` kept its network after `epochs` epochs, or had diverged by then: that it did is
/// part of what is known of its settings.
fn has_got_to(run: &RunData, epochs: usize) -> bool {
    let diverged = matches!(run.record.status, Status::Diverged { epoch } if epoch < epochs);
    diverged || run.predictions.contains_key(&epochs)
}
