//! What a study asks for that its data cannot give: worth a warning, not worth stopping for.

use std::collections::BTreeSet;

use faceoff_config::Catalog;
use faceoff_plan::PlannedRun;
use faceoff_spec::DataSpec;

use crate::error::Error;
use crate::workspace::Workspace;

/// Warns of `runs`. `catalog` says what their files ask for, before any scale.
pub(crate) fn warn<'a>(
    workspace: &Workspace,
    catalog: &Catalog,
    runs: impl Iterator<Item = &'a PlannedRun>,
) {
    // Each once, however many runs an experiment has.
    let mut found = BTreeSet::new();
    for run in runs {
        // A run whose faces cannot be split says why when its turn comes.
        found.extend(cautions(workspace, catalog, run).unwrap_or_default());
    }
    for caution in found {
        tracing::warn!("{caution}");
    }
}

fn cautions(
    workspace: &Workspace,
    catalog: &Catalog,
    run: &PlannedRun,
) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let config = &run.config;
    let (_, faces) = workspace.data(config)?;
    let (images, batch) = (faces.train.len(), config.train.batch_size);
    if batch > images {
        let names = run.experiments.join(", ");
        found.push(format!(
            "{names}: batch_size is {batch}, but there are {images} training images: every epoch \
             is a single batch"
        ));
    }
    let whole = DataSpec {
        train_images: None,
        test_images: None,
        ..config.data.clone()
    };
    let (_, whole) = workspace.split(&whole)?;
    let experiments = catalog.experiments.iter();
    for experiment in experiments.filter(|each| run.experiments.contains(&each.name)) {
        let (name, data) = (&experiment.name, &experiment.data);
        let train = ("train", data.train_images, whole.train.len());
        let test = ("test", data.test_images, whole.test.len());
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
