//! `faceoff run`: train named experiments, then write the report.

use clap::Args;

use super::reproduce::{Work, train};
use crate::args::Common;
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
    /// What training takes
    #[command(flatten)]
    work: Work,
}

impl Run {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        train(common, &self.work, &self.names)
    }
}
