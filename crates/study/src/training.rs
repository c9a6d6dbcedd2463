//! The training of many runs, some of them at the same time.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use faceoff_plan::PlannedRun;
use faceoff_record::Environment;
use faceoff_train::{Job, Outcome, Processor, explain_full, train};

use crate::environment::{self, Build, Machine};
use crate::error::{Error, FailedRun};
use crate::observer::{BeginningRun, Observer, RunObserver};
use crate::workspace::Workspace;

/// The runs of a command while they are trained.
pub(crate) struct Training<'a> {
    pub(crate) workspace: &'a Workspace,
    /// All runs that the command is about; what a run is called depends on them.
    pub(crate) runs: &'a [PlannedRun],
    /// Those that are trained.
    pub(crate) pending: &'a [Pending<'a>],
    pub(crate) tf32: bool,
    pub(crate) build: &'a Build,
    /// Set to stop all runs after the batch under way.
    pub(crate) stop: &'a AtomicBool,
    pub(crate) observer: &'a dyn Observer,
}

/// A run that has something left to train.
pub(crate) struct Pending<'a> {
    pub(crate) run: &'a PlannedRun,
    /// Its share of all that is left to compute.
    pub(crate) share: f64,
}

/// What became of the runs so far.
#[derive(Default)]
struct Ended {
    failed: Vec<FailedRun>,
    stopped: bool,
}

impl Training<'_> {
    /// Trains the pending runs, each on the first of `slots` that is free.
    ///
    /// # Errors
    /// [`Error::Interrupted`] where a run was stopped; all are saved then.
    pub(crate) fn train(&self, slots: &[Processor]) -> Result<Vec<FailedRun>, Error> {
        self.observer.training_begins(self.pending.len());
        let ended = self.train_all(slots);
        self.observer.training_ends();
        match ended.stopped {
            true => Err(Error::Interrupted(ended.failed)),
            false => Ok(ended.failed),
        }
    }

    fn train_all(&self, slots: &[Processor]) -> Ended {
        let queue = Mutex::new(self.pending.iter().collect::<VecDeque<_>>());
        let ended = Mutex::new(Ended::default());
        let begun = AtomicUsize::new(0);
        let work = |slot: &Processor| {
            let machine = Machine::this(slot, self.tf32);
            let environment = environment::describe(self.build, machine, slots.len());
            // Locks are held for moments that cannot panic.
            let next = || {
                queue
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .pop_front()
            };
            while let Some(pending) = next() {
                let train = || self.train_one(pending, slot, &environment, &begun);
                let outcome = catch_unwind(AssertUnwindSafe(train));
                let outcome =
                    outcome.unwrap_or_else(|panic| Err(Error::Panicked(message(&*panic))));
                let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
                match outcome {
                    Ok(Outcome::Finished | Outcome::Diverged { .. }) => {}
                    Ok(Outcome::Stopped) => ended.stopped = true,
                    // The other runs are worth having whatever happened to this one.
                    Err(reason) => ended.failed.push(FailedRun {
                        name: name(pending.run, self.runs),
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
        ended.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Trains one run, and tells the observer when it begins and ends.
    fn train_one(
        &self,
        pending: &Pending<'_>,
        slot: &Processor,
        environment: &Environment,
        begun: &AtomicUsize,
    ) -> Result<Outcome, Error> {
        if self.stop.load(Ordering::Relaxed) {
            return Ok(Outcome::Stopped);
        }
        let run = pending.run;
        let name = name(run, self.runs);
        let mut observer = self.observer.run_begins(BeginningRun {
            number: 1 + begun.fetch_add(1, Ordering::Relaxed),
            of: self.pending.len(),
            name: &name,
            processor: slot,
            share: pending.share,
        });
        let outcome = self.train_on(run, slot, environment, &mut *observer);
        observer.ended(&outcome);
        outcome
    }

    fn train_on(
        &self,
        run: &PlannedRun,
        slot: &Processor,
        environment: &Environment,
        observer: &mut dyn RunObserver,
    ) -> Result<Outcome, Error> {
        let (set, faces) = self.workspace.data(&run.config)?;
        let device = slot.open();
        let device = device.map_err(|error| explain_full(error, &run.id, &run.config, &faces))?;
        let job = Job {
            id: &run.id,
            config: &run.config,
            faces: &faces,
            data: &set.describe(&faces),
            environment,
            device: &device,
        };
        Ok(train(&job, &self.workspace.store, self.stop, observer)?)
    }
}

/// The message of a panic.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").to_owned()
}

/// What people call `run` among `runs`: its experiments, with the seed where they have several.
fn name(run: &PlannedRun, runs: &[PlannedRun]) -> String {
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
