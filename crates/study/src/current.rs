//! A recorded study beside the experiment files as they are now.

use faceoff_plan::{Study, StudyExperiment, changes, train_the_same};
use faceoff_report::Changed;
use faceoff_spec::Experiment;

use crate::scaled::Scaled;

/// Brings what does not concern training up to date: names of files that were renamed, titles and
/// descriptions, comparisons. An experiment that trains what another one trained shares its runs.
pub(crate) fn update(study: &mut Study, files: &Scaled) {
    rename(study, files);
    share(study, files);
    for recorded in &mut study.experiments {
        if let Some(now) = named(files, &recorded.experiment.name) {
            recorded.experiment.title.clone_from(&now.title);
            recorded.experiment.description.clone_from(&now.description);
        }
    }
    let known = |name: &str| study.experiments.iter().any(|e| e.experiment.name == name);
    let comparisons = files.comparisons.iter().filter(|comparison| {
        let mut entries = comparison.entries.iter();
        entries.all(|entry| known(&entry.experiment))
    });
    study.comparisons = comparisons.cloned().collect();
}

/// The experiments of `study` whose files say something else than what was trained.
pub(crate) fn changed(study: &Study, files: &Scaled) -> Vec<Changed> {
    let experiments = study.experiments.iter();
    let changed = experiments.filter_map(|recorded| {
        let name = &recorded.experiment.name;
        let fields = changes(&recorded.experiment, named(files, name)?);
        (!fields.is_empty()).then(|| Changed {
            experiment: name.clone(),
            fields,
        })
    });
    changed.collect()
}

/// Experiments whose files are gone take the name of a new one that trains the same.
fn rename(study: &mut Study, files: &Scaled) {
    for new in &files.experiments {
        if study
            .experiments
            .iter()
            .any(|e| e.experiment.name == new.name)
        {
            continue;
        }
        let mut gone = study.experiments.iter_mut().filter(|recorded| {
            named(files, &recorded.experiment.name).is_none()
                && train_the_same(&recorded.experiment, new)
        });
        if let Some(recorded) = gone.next() {
            recorded.experiment.name.clone_from(&new.name);
        }
    }
}

/// Experiments that came later and train what another one trained.
fn share(study: &mut Study, files: &Scaled) {
    for new in &files.experiments {
        let mut recorded = study.experiments.iter();
        if recorded.any(|each| each.experiment.name == new.name) {
            continue;
        }
        let mut recorded = study.experiments.iter();
        if let Some(same) = recorded.find(|each| train_the_same(&each.experiment, new)) {
            let shared = StudyExperiment {
                experiment: new.clone(),
                runs: same.runs.clone(),
            };
            study.experiments.push(shared);
        }
    }
}

fn named<'a>(files: &'a Scaled, name: &str) -> Option<&'a Experiment> {
    files.experiments.iter().find(|each| each.name == name)
}
