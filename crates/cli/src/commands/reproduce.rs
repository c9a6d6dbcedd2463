//! `faceoff reproduce`: train what is missing of all experiments, then write the report.

use clap::Args;
use faceoff_study::{Build, TrainingOptions, reproduce};

use crate::args::{Common, StudyArguments, TrainingArguments};
use crate::error::Error;
use crate::{interrupt, output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff reproduce                                   on faces that it draws, at a small scale
  faceoff reproduce --data faces --scale full         on a data set of yours, at full size
  faceoff reproduce --data faces --scale small --seeds 5";

/// Train every experiment and write the report: the whole study
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Reproduce {
    /// Which data, at which scale, how often
    #[command(flatten)]
    study: StudyArguments,
    /// Where, and how many at once
    #[command(flatten)]
    training: TrainingArguments,
}

impl Reproduce {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        train(common, &self.study, &self.training, &[])
    }
}

/// Trains what is missing of the experiments called `names`, or of all without a name.
pub(super) fn train(
    common: &Common,
    study: &StudyArguments,
    training: &TrainingArguments,
    names: &[String],
) -> Result<(), Error> {
    let training = TrainingOptions {
        device: training.device.options(),
        jobs: training.jobs,
        build: Build {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: option_env!("FACEOFF_COMMIT").map(str::to_owned),
        },
    };
    let reproduced = reproduce(
        &common.folders(),
        &study.options(),
        names,
        &training,
        interrupt::listen(),
        &*progress::observer(common),
    )?;
    output::page(common, &reproduced.page)?;
    match reproduced.failed {
        failed if failed.is_empty() => Ok(()),
        failed => Err(Error::RunsFailed {
            failed,
            runs: reproduced.runs,
        }),
    }
}
