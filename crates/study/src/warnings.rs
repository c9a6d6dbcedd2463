//! What a study asks for and its data cannot give: worth a warning, not worth stopping for.

use std::collections::BTreeSet;

use faceoff_plan::PlannedRun;
use faceoff_spec::{DataSpec, Split};

use crate::error::Error;
use crate::observer::Observer;
use crate::planned_set::PlannedSet;
use crate::workspace::Workspace;

/// Warns of what the experiments that the command is about ask for in vain.
pub(crate) fn warn<Set: PlannedSet>(workspace: &Workspace<Set>, observer: &dyn Observer) {
    // Each once, however many runs an experiment has.
    let mut found = BTreeSet::new();
    for run in &workspace.plan.runs {
        let mut experiments = run.experiments.iter();
        if experiments.any(|name| workspace.selected.contains(name)) {
            // A run whose faces cannot be split says why when its turn comes.
            found.extend(warnings(workspace, run).unwrap_or_default());
        }
    }
    for warning in found {
        observer.warning(&warning);
    }
}

fn warnings<Set: PlannedSet>(
    workspace: &Workspace<Set>,
    run: &PlannedRun,
) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let config = &run.config;
    let set = workspace.set(&config.data);
    let images = set.summary(&config.data)?.train_images;
    let batch = config.train.batch_size;
    if batch > images {
        let names = run.experiments.join(", ");
        found.push(format!(
            "{names}: batch_size is {batch}, but there are {images} training images: every epoch \
             is a single batch"
        ));
    }
    if let (Split::Person(_), false) = (config.data.split, set.names_people()) {
        let names = run.experiments.join(", ");
        found.push(format!(
            "{names}: a split by person is asked for, but nothing says who is on the images of {}, so \
             that each image is taken for a person; `faceoff data check` says what would",
            set.name()
        ));
    }
    let whole = DataSpec {
        train_images: None,
        test_images: None,
        ..config.data.clone()
    };
    let whole = workspace.set(&whole).summary(&whole)?;
    // What the files ask for: a scale that takes fewer images is no mistake.
    let experiments = workspace.catalog.experiments.iter();
    for experiment in experiments.filter(|each| run.experiments.contains(&each.name)) {
        let (name, data) = (&experiment.name, &experiment.data);
        let train = ("train", data.train_images, whole.train_images);
        let test = ("test", data.test_images, whole.test_images);
        for (set, asked, there) in [train, test] {
            if let Some(asked) = asked.filter(|asked| *asked > there) {
                found.push(format!(
                    "{name}: {set}_images is {asked}, but there are {there}: all are used"
                ));
            }
        }
    }
    Ok(found)
}
