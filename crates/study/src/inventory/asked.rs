//! Which runs the experiment files ask for, told from the records alone.

use std::collections::{BTreeMap, BTreeSet};

use faceoff_config::Catalog;
use faceoff_plan::{RunRecord, scale_experiment, settings_id};
use faceoff_spec::RunSpec;

/// What the experiment files ask for, at any scale and from any seed: how often each is trained is
/// also said on the command line.
pub(crate) struct Asked<'a> {
    catalog: &'a Catalog,
    /// Settings by the content of the data set.
    settings: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Asked<'a> {
    /// By the files of `catalog`.
    pub(crate) fn by(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            settings: BTreeMap::new(),
        }
    }

    /// Whether a run is among it, on the data that it was trained on.
    pub(crate) fn holds(&mut self, run: &RunRecord) -> bool {
        let data = &run.config.data_fingerprint;
        let catalog = self.catalog;
        let settings = self.settings.entry(data.clone());
        let settings = settings.or_insert_with(|| settings_on(catalog, data));
        settings.contains(&settings_id(&run.config))
    }
}

/// The settings of all experiments at all scales, on the data of this content.
fn settings_on(catalog: &Catalog, data_fingerprint: &str) -> BTreeSet<String> {
    let scaled = catalog.scales.iter().flat_map(|scale| {
        let experiments = catalog.experiments.iter();
        experiments.map(move |experiment| scale_experiment(experiment, scale))
    });
    let settings = scaled.map(|experiment| {
        settings_id(&RunSpec {
            data_fingerprint: data_fingerprint.to_owned(),
            data: experiment.data,
            model: experiment.model,
            train: experiment.train,
        })
    });
    settings.collect()
}
