//! Which networks of an experiment there are.

use std::collections::BTreeMap;

use faceoff_plan::{Study, StudyExperiment, read_run};
use faceoff_record::Store;

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

/// The experiment called `name`.
pub(super) fn named<'a>(study: &'a Study, name: &str) -> Option<&'a StudyExperiment> {
    let mut experiments = study.experiments.iter();
    experiments.find(|each| each.experiment.name == name)
}
