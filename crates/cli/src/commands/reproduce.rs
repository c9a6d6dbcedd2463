//! `faceoff reproduce` and `faceoff run`: train what is missing, then write the report.

use faceoff_study::{Build, TrainingOptions, reproduce};

use crate::args::{Common, StudyArguments, TrainingArguments};
use crate::error::Error;
use crate::{interrupt, output, progress};

pub(crate) fn run(
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
