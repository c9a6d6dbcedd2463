//! `faceoff run`: train named experiments, then write the report.

use clap::Args;

use super::reproduce::train;
use crate::args::{Common, LiveArguments, StudyArguments, TrainingArguments};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  faceoff run momentum sgd                 both, and what they extend, as far as that is not done
  faceoff run momentum --seeds 5           five seeds each of it and of what it extends
  faceoff run momentum --data faces --scale small --device cuda --jobs auto";

/// Train the named experiments and those that they extend, and write the report
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Run {
    /// Names of experiments
    #[arg(required = true, value_name = "EXPERIMENT")]
    names: Vec<String>,
    /// Which data, at which scale, how often
    #[command(flatten)]
    study: StudyArguments,
    /// Where, and how many at once
    #[command(flatten)]
    training: TrainingArguments,
    /// Whether it is shown in a browser
    #[command(flatten)]
    live: LiveArguments,
}

impl Run {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        train(common, &self.study, &self.training, self.live, &self.names)
    }
}
