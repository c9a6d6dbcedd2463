//! Which data, at which scale, how often.

use std::path::PathBuf;

use clap::Args;
use faceoff_study::StudyOptions;

/// As many as an experiment file may ask for.
const MOST_SEEDS: i64 = faceoff_spec::MOST_SEEDS as i64;

/// Which data, at which scale, how often.
#[derive(Debug, Args)]
pub(crate) struct StudyArguments {
    /// Folder of the data set; by default faces that this program draws
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// How far to shrink the study: the name of a file in experiments/scales
    #[arg(long, value_name = "NAME", default_value = "quick")]
    pub(crate) scale: String,
    /// How many times to train each experiment, with consecutive seeds; by default as its file says
    #[arg(long, value_name = "N", allow_negative_numbers = true,
          value_parser = clap::value_parser!(u16).range(1..=MOST_SEEDS))]
    pub(crate) seeds: Option<u16>,
}

impl StudyArguments {
    /// The same without the command line.
    pub(crate) fn options(&self) -> StudyOptions {
        StudyOptions {
            data: self.data.clone(),
            scale: self.scale.clone(),
            seeds: self.seeds.map(usize::from),
        }
    }
}
