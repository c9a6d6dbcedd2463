//! `faceoff reproduce`: train what is missing of all experiments, then write the report.

use clap::Args;
use faceoff_study::{Build, StudyOutcome, TrainingOptions, reproduce};

use crate::args::{Common, LiveArguments, StudyArguments, TrainingArguments};
use crate::error::Error;
use crate::interrupt::{self, Watched};
use crate::live::Shown;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff reproduce                                   on faces that it draws, at a small scale
  faceoff reproduce --data faces --scale full         on a data set of yours, at full size
  faceoff reproduce --data faces --scale small --seeds 5";

/// Train every experiment and write the report: the whole study
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Reproduce {
    /// What training takes
    #[command(flatten)]
    work: Work,
}

impl Reproduce {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        train(common, &self.work, &[])
    }
}

/// What every command that trains takes.
#[derive(Debug, Args)]
pub(super) struct Work {
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

/// Trains what is missing of the experiments called `names`, or of all without a name.
pub(super) fn train(common: &Common, work: &Work, names: &[String]) -> Result<(), Error> {
    let Work {
        study,
        training,
        live,
    } = work;
    let training = TrainingOptions {
        device: training.device.options(),
        jobs: training.jobs,
        build: Build {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: option_env!("FACEOFF_COMMIT").map(str::to_owned),
        },
    };
    let watched = Watched(progress::observer(common));
    let shown = Shown::new(&watched, common, *live);
    let reproduced = reproduce(
        &common.folders(),
        &study.options(),
        names,
        &training,
        interrupt::listen(common),
        &shown,
    )?;
    outcome(common, &reproduced.outcome)?;
    output::page(common, &reproduced.page)?;
    if let Some(live) = shown.into_live() {
        live.last_look();
    }
    match reproduced.failed {
        failed if failed.is_empty() => Ok(()),
        failed => Err(Error::RunsFailed {
            failed,
            runs: reproduced.runs,
        }),
    }
}

/// Prints what a study came to.
fn outcome(common: &Common, outcome: &StudyOutcome) -> Result<(), Error> {
    if common.json {
        for mut comparison in outcome.json() {
            comparison["event"] = "comparison".into();
            output::print(&comparison.to_string())?;
        }
        return Ok(());
    }
    if !common.quiet {
        for note in &outcome.notes {
            output::say(&format!("note: {note}"));
        }
    }
    output::print(&(outcome.text(output::width()) + "\n"))
}
