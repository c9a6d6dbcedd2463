//! A study: experiments at one scale on one data set, and what is compared.

use faceoff_spec::{Comparison, Experiment, Scale};
use serde::{Deserialize, Serialize};

use crate::DataDescription;

/// `study.json`: all a report needs to find the runs and know what to compare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// [`STUDY_FORMAT`](crate::STUDY_FORMAT) at the time of writing.
    pub format: u32,
    /// The folder's name.
    pub name: String,
    /// How far the study is shrunk.
    pub scale: Scale,
    /// What it is trained and tested on, as distributed.
    pub data: DataDescription,
    /// The experiments, at this scale.
    pub experiments: Vec<StudyExperiment>,
    /// The comparisons, at this scale.
    pub comparisons: Vec<Comparison>,
}

/// An experiment and its runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudyExperiment {
    /// The experiment, at this scale.
    pub experiment: Experiment,
    /// The ids of its runs, one a seed, the first seed's first.
    pub runs: Vec<String>,
}
