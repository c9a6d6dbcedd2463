//! What the experiment files ask for, shrunk to a scale.

use faceoff_config::Catalog;
use faceoff_plan::{parent_comparisons, scale_comparison, scale_experiment};
use faceoff_spec::{Comparison, Experiment, Scale};

/// Experiments and comparisons at a scale, before any data is touched.
#[derive(Debug)]
pub(crate) struct Scaled {
    pub(crate) scale: Scale,
    pub(crate) experiments: Vec<Experiment>,
    pub(crate) comparisons: Vec<Comparison>,
}

impl Scaled {
    /// All of `catalog` at `scale`, with a comparison for every experiment that no file compares.
    pub(crate) fn new(catalog: &Catalog, scale: &Scale) -> Self {
        let experiments = catalog.experiments.iter();
        let own = parent_comparisons(catalog);
        let comparisons = catalog.comparisons.iter().chain(&own);
        Self {
            scale: scale.clone(),
            experiments: experiments
                .map(|each| scale_experiment(each, scale))
                .collect(),
            comparisons: comparisons
                .map(|each| scale_comparison(each, scale))
                .collect(),
        }
    }

    /// The experiment called `name`.
    ///
    /// # Errors
    /// Where there is none, with a suggestion.
    pub(crate) fn experiment(&self, name: &str) -> Result<&Experiment, faceoff_config::Error> {
        let mut experiments = self.experiments.iter();
        let found = experiments.find(|each| each.name == name);
        found.ok_or_else(|| faceoff_config::Error::Unknown {
            what: "experiment",
            name: name.to_owned(),
            known: self
                .experiments
                .iter()
                .map(|each| each.name.clone())
                .collect(),
        })
    }
}
