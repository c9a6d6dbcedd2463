//! Which networks of an experiment there are.

use std::collections::BTreeMap;

use faceoff_plan::{Study, StudyExperiment, read_run};
use faceoff_record::{Status, Store};

use crate::study_file::is_begun;

/// After how many epochs networks of an experiment were kept, each with how many of its seeds.
pub(super) fn kept(store: &Store, experiment: &StudyExperiment) -> BTreeMap<usize, usize> {
    let mut kept = BTreeMap::new();
    for id in &experiment.runs {
        // A record that cannot be read has none; the report says so.
        let record = read_run(store, id).ok().flatten();
        for snapshot in record.iter().flat_map(|record| &record.snapshots) {
            *kept.entry(snapshot.epochs).or_default() += 1;
        }
    }
    kept
}

/// Whether there is something of an experiment to be compared: a network, or that it diverged.
pub(super) fn begun(store: &Store, experiment: &StudyExperiment) -> bool {
    experiment.runs.iter().any(|id| is_begun(store, id))
}

/// The epoch, counted from 0, in which the first seed to do so diverged.
pub(super) fn diverged(store: &Store, experiment: &StudyExperiment) -> Option<usize> {
    let records = experiment.runs.iter().map(|id| read_run(store, id));
    let epochs = records.filter_map(|record| match record.ok()??.status {
        Status::Diverged { epoch } => Some(epoch),
        Status::Partial | Status::Finished => None,
    });
    epochs.min()
}

/// The experiment called `name`.
pub(crate) fn named<'a>(study: &'a Study, name: &str) -> Option<&'a StudyExperiment> {
    let mut experiments = study.experiments.iter();
    experiments.find(|each| each.experiment.name == name)
}
