//! What a study asks for that its data cannot give: worth a warning, not worth stopping for.

use std::collections::BTreeSet;

use faceoff_config::{Catalog, DataSpec};
use faceoff_plan::PlannedRun;

use crate::error::Error;
use crate::workspace::Workspace;

/// Warns of `runs`. `catalog` says what their files ask for, before any scale.
///
/// # Errors
/// When faces cannot be split as asked for.
pub(crate) fn warn<'a>(
    workspace: &Workspace,
    catalog: &Catalog,
    runs: impl Iterator<Item = &'a PlannedRun>,
) -> Result<(), Error> {
    for caution in cautions(workspace, catalog, runs)? {
        tracing::warn!("{caution}");
    }
    Ok(())
}

/// Each once, however many runs an experiment has.
fn cautions<'a>(
    workspace: &Workspace,
    catalog: &Catalog,
    runs: impl Iterator<Item = &'a PlannedRun>,
) -> Result<BTreeSet<String>, Error> {
    let mut found = BTreeSet::new();
    for run in runs {
        let config = &run.config;
        let names = run.experiments.join(", ");
        let (_, faces) = workspace.data(config)?;
        let images = faces.train.len();
        let batch = config.train.batch_size;
        if batch > images {
            found.insert(format!(
                "{names}: batch_size is {batch}, but there are {images} training images: every \
                 epoch is a single batch"
            ));
        }
        let asked = catalog.experiments.iter();
        let asked = asked.filter(|each| run.experiments.contains(&each.name));
        for experiment in asked {
            let (name, data) = (&experiment.name, &experiment.data);
            let whole = DataSpec {
                train_images: None,
                test_images: None,
                ..config.data.clone()
            };
            let (_, whole) = workspace.split(&whole)?;
            for (field, asked, there, what) in [
                (
                    "train_images",
                    data.train_images,
                    whole.train.len(),
                    "training",
                ),
                ("test_images", data.test_images, whole.test.len(), "test"),
            ] {
                if let Some(asked) = asked.filter(|asked| *asked > there) {
                    found.insert(format!(
                        "{name}: {field} is {asked}, but there are {there} {what} images: all are \
                         used"
                    ));
                }
            }
        }
    }
    Ok(found)
}
