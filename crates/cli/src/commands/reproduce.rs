//! `faceoff reproduce` and `faceoff run`: train what is missing, then draw the report.

use std::sync::atomic::Ordering;

use candle_core::Device;
use faceoff_plan::{PlannedRun, State, SurveyedRun};
use faceoff_record::Status;
use faceoff_train::{Job, Outcome, train};

use crate::args::{Common, StudyArguments};
use crate::commands::report;
use crate::error::Error;
use crate::pictures::Pictures;
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{environment, interrupt};

/// Every experiment and comparison of the study.
pub(crate) fn all(common: &Common, arguments: &StudyArguments) -> Result<(), Error> {
    let workspace = Workspace::open(common, arguments, &[])?;
    let runs = workspace.plan.runs.clone();
    go(common, &workspace, &runs)
}

/// The experiments called `names`, and what each extends as far as it is compared with it.
pub(crate) fn some(
    common: &Common,
    arguments: &StudyArguments,
    names: &[String],
) -> Result<(), Error> {
    let workspace = Workspace::open(common, arguments, names)?;
    let runs = workspace.runs_of(names)?;
    go(common, &workspace, &runs)
}

fn go(common: &Common, workspace: &Workspace, runs: &[PlannedRun]) -> Result<(), Error> {
    let study = workspace.study();
    workspace.store.write_study(&study)?;
    let left = left(workspace, runs)?;
    let mut progress = Progress::new(common, left.len());
    let mut failed = 0;
    for &run in &left {
        progress.begin(&called(run, runs));
        match one(workspace, run, &mut progress) {
            Ok(Outcome::Finished) => {}
            Ok(Outcome::Stopped) => {
                progress.end();
                return Err(Error::Interrupted);
            }
            Ok(Outcome::Diverged { epoch }) => {
                progress.note(&format!("diverged in epoch {epoch}; its record is kept"));
            }
            // The other runs are worth having whatever happened to this one.
            Err(error) => {
                failed += 1;
                progress.note(&format!("failed: {error}"));
            }
        }
    }
    progress.end();
    let pictures = Pictures::of(Some(workspace.faces()));
    report::draw(common, &workspace.store, study, &pictures)?;
    if failed > 0 {
        return Err(Error::RunsFailed {
            failed,
            runs: left.len(),
        });
    }
    Ok(())
}

/// What people call `run` among `runs`: its experiments, with the seed where they have several.
fn called(run: &PlannedRun, runs: &[PlannedRun]) -> String {
    let names = run.experiments.join(", ");
    let shares = |other: &PlannedRun| {
        let mut experiments = run.experiments.iter();
        experiments.any(|name| other.experiments.contains(name))
    };
    match runs.iter().filter(|other| shares(other)).count() {
        1 => names,
        _ => format!("{names}, seed {}", run.config.train.seed),
    }
}

/// The runs that have something left to train.
fn left<'a>(workspace: &Workspace, runs: &'a [PlannedRun]) -> Result<Vec<&'a PlannedRun>, Error> {
    let mut left = Vec::new();
    for run in runs {
        let present = workspace.present(&run.id)?;
        let finished = present
            .as_ref()
            .is_some_and(|p| p.status == Status::Finished);
        let done = match SurveyedRun::new(run, present.as_ref()).state {
            State::Complete => finished,
            State::Diverged { .. } => true,
            State::New | State::Continues { .. } | State::Again { .. } => false,
        };
        if !done {
            left.push(run);
        }
    }
    Ok(left)
}

fn one(workspace: &Workspace, run: &PlannedRun, progress: &mut Progress) -> Result<Outcome, Error> {
    let stop = interrupt::listen();
    if stop.load(Ordering::Relaxed) {
        return Ok(Outcome::Stopped);
    }
    let (source, faces) = workspace.data(&run.config)?;
    let data = source.describe(&faces);
    let environment = environment::describe();
    let job = Job {
        id: &run.id,
        config: &run.config,
        faces: &faces,
        data: &data,
        environment: &environment,
        device: &Device::Cpu,
    };
    Ok(train(&job, &workspace.store, stop, progress)?)
}
