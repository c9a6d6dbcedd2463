//! A study: experiments at one scale on one data set, and what is compared.

use serde::{Deserialize, Serialize};

use crate::{DataDescription, Settings};

/// `study.json`: all a report needs to find the runs and know what to compare. Scale, experiments and
/// comparisons are [`Settings`] as they are recorded, or types of the program that understands them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study<Scale = Settings, Experiment = Settings, Comparison = Settings> {
    /// [`STUDY_FORMAT`](crate::STUDY_FORMAT) at the time of writing.
    pub format: u32,
    /// The folder's name.
    pub name: String,
    /// How far the study is shrunk.
    pub scale: Scale,
    /// What it is trained and tested on, as distributed.
    pub data: DataDescription,
    /// The experiments, at this scale.
    pub experiments: Vec<StudyExperiment<Experiment>>,
    /// The comparisons, at this scale.
    pub comparisons: Vec<Comparison>,
}

/// An experiment and its runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudyExperiment<Experiment = Settings> {
    /// The experiment, at this scale.
    pub experiment: Experiment,
    /// The ids of its runs, one a seed, the first seed's first.
    pub runs: Vec<String>,
}

impl<Scale, Experiment, Comparison> Study<Scale, Experiment, Comparison> {
    /// The same study with another scale, other experiments and other comparisons, which the functions
    /// make of this study's.
    ///
    /// # Errors
    /// The first error of the functions.
    pub fn with_settings<S, E, C, Error>(
        &self,
        scale: impl FnOnce(&Scale) -> Result<S, Error>,
        experiment: impl Fn(&Experiment) -> Result<E, Error>,
        comparison: impl Fn(&Comparison) -> Result<C, Error>,
    ) -> Result<Study<S, E, C>, Error> {
        let experiment = |member: &StudyExperiment<Experiment>| {
            Ok(StudyExperiment {
                experiment: experiment(&member.experiment)?,
                runs: member.runs.clone(),
            })
        };
        let experiments = self.experiments.iter().map(experiment);
        let comparisons = self.comparisons.iter().map(comparison);
        Ok(Study {
            format: self.format,
            name: self.name.clone(),
            scale: scale(&self.scale)?,
            data: self.data.clone(),
            experiments: experiments.collect::<Result<_, _>>()?,
            comparisons: comparisons.collect::<Result<_, _>>()?,
        })
    }
}
