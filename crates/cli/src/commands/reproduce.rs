//! `faceoff reproduce` and `faceoff run`: train what is missing, then draw the report.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use faceoff_plan::{PlannedRun, State, SurveyedRun, write_study};
use faceoff_train::{Job, Outcome, Processor, explain_full, memory_needed, train};

use crate::args::{Common, StudyArguments, TrainingArguments};
use crate::commands::report;
use crate::error::{Error, FailedRun};
use crate::pictures::Pictures;
use crate::progress::{Progress, RunProgress};
use crate::workspace::Workspace;
use crate::{environment, interrupt, processors};

/// Every experiment and comparison of the study.
pub(crate) fn all(
    common: &Common,
    arguments: &StudyArguments,
    training: &TrainingArguments,
) -> Result<(), Error> {
    let found = processors::find(&training.device)?;
    let workspace = Workspace::open(common, arguments, &[])?;
    let runs = workspace.plan.runs.clone();
    go(common, &workspace, &runs, training, &found)
}

/// The experiments called `names`, and what each extends as far as it is compared with it.
pub(crate) fn some(
    common: &Common,
    arguments: &StudyArguments,
    training: &TrainingArguments,
    names: &[String],
) -> Result<(), Error> {
    let found = processors::find(&training.device)?;
    let workspace = Workspace::open(common, arguments, names)?;
    let runs = workspace.runs_of(names)?;
    go(common, &workspace, &runs, training, &found)
}

fn go(
    common: &Common,
    workspace: &Workspace,
    runs: &[PlannedRun],
    training: &TrainingArguments,
    found: &[Processor],
) -> Result<(), Error> {
    let study = workspace.study()?;
    write_study(&workspace.store, &study)?;
    let left = left(workspace, runs);
    // A run whose need cannot be told says why when its turn comes.
    let needed = left.iter().filter_map(|run| needed(workspace, run).ok());
    let needed = needed.max().unwrap_or_default();
    let slots = processors::slots(found, training.jobs, left.len(), needed);
    let training = Training {
        workspace,
        runs,
        tf32: training.device.tf32,
        progress: Progress::new(common, left.len()),
    };
    let failed = training.all(&left, &slots);
    training.progress.end();
    let failed = failed?;
    let pictures = Pictures::of(workspace.faces());
    report::draw(common, &workspace.store, study, &pictures)?;
    if failed.is_empty() {
        Ok(())
    } else {
        let runs = left.len();
        Err(Error::RunsFailed { failed, runs })
    }
}

/// Bytes that a run needs on a device.
fn needed(workspace: &Workspace, run: &PlannedRun) -> Result<u64, Error> {
    let (_, faces) = workspace.data(&run.config)?;
    Ok(memory_needed(&run.config, &faces)?)
}

/// The runs of a command while they are trained.
struct Training<'a> {
    workspace: &'a Workspace,
    /// All runs that the command is about, for what they are called.
    runs: &'a [PlannedRun],
    tf32: bool,
    progress: Progress,
}

/// What came of the runs so far.
#[derive(Default)]
struct Ended {
    failed: Vec<FailedRun>,
    stopped: bool,
}

impl Training<'_> {
    /// Trains the runs `left`, each on the first of `slots` that is free.
    ///
    /// # Errors
    /// [`Error::Interrupted`] where a run was stopped; all are saved then.
    fn all(&self, left: &[&PlannedRun], slots: &[Processor]) -> Result<Vec<FailedRun>, Error> {
        let left = Mutex::new(left.iter().copied().collect::<VecDeque<_>>());
        let ended = Mutex::new(Ended::default());
        let work = |slot| {
            // Locks are held for moments that cannot panic.
            let next = || {
                left.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .pop_front()
            };
            while let Some(run) = next() {
                let outcome = catch_unwind(AssertUnwindSafe(|| self.one(run, slot)));
                let outcome = outcome.unwrap_or_else(|panic| Err(Error::Panicked(said(&*panic))));
                let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
                match outcome {
                    Ok(Outcome::Finished | Outcome::Diverged { .. }) => {}
                    Ok(Outcome::Stopped) => ended.stopped = true,
                    // The other runs are worth having whatever happened to this one.
                    Err(reason) => ended.failed.push(FailedRun {
                        name: called(run, self.runs),
                        reason,
                    }),
                }
            }
        };
        std::thread::scope(|scope| {
            // One of them on this thread: memory of the main thread is the quickest.
            for slot in slots.iter().skip(1) {
                scope.spawn(|| work(slot));
            }
            slots.first().into_iter().for_each(work);
        });
        let ended = ended.into_inner().unwrap_or_else(PoisonError::into_inner);
        if ended.stopped {
            return Err(Error::Interrupted(ended.failed));
        }
        Ok(ended.failed)
    }

    /// Trains one run, from the first word about it to the last.
    fn one(&self, run: &PlannedRun, slot: &Processor) -> Result<Outcome, Error> {
        if interrupt::listen().load(Ordering::Relaxed) {
            return Ok(Outcome::Stopped);
        }
        let mut progress = self.progress.begin(called(run, self.runs), slot);
        let outcome = self.trained(run, slot, &mut progress);
        match &outcome {
            Ok(Outcome::Finished | Outcome::Stopped) => {}
            Ok(Outcome::Diverged { epoch }) => {
                progress.note(&format!("diverged in epoch {epoch}; its record is kept"));
            }
            Err(error) => progress.note(&format!("failed: {error}")),
        }
        outcome
    }

    fn trained(
        &self,
        run: &PlannedRun,
        slot: &Processor,
        progress: &mut RunProgress<'_>,
    ) -> Result<Outcome, Error> {
        let (source, faces) = self.workspace.data(&run.config)?;
        let device = slot.open();
        let device = device.map_err(|error| explain_full(error, &run.id, &run.config, &faces))?;
        let job = Job {
            id: &run.id,
            config: &run.config,
            faces: &faces,
            data: &source.describe(&faces),
            environment: &environment::describe(slot, self.tf32),
            device: &device,
        };
        let store = &self.workspace.store;
        Ok(train(&job, store, interrupt::listen(), progress)?)
    }
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").to_owned()
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
fn left<'a>(workspace: &Workspace, runs: &'a [PlannedRun]) -> Vec<&'a PlannedRun> {
    let mut left = Vec::new();
    for run in runs {
        let present = workspace.present(&run.id);
        let state = present.map(|present| SurveyedRun::new(run, present.as_ref()).state);
        match state {
            Ok(State::Complete | State::Diverged { .. }) => {}
            // One whose record cannot be read says why when its turn comes.
            Ok(State::New | State::Continues { .. } | State::Again { .. }) | Err(_) => {
                left.push(run);
            }
        }
    }
    left
}
