//! What of a plan is already there, and what the rest costs.

use faceoff_record::{RunRecord, Status};

use crate::{Plan, PlannedRun};

/// What is there of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Epochs done, all of them recorded.
    pub epochs_done: usize,
    /// How far it got.
    pub status: Status,
    /// After how many epochs its network was kept; sorted.
    pub snapshots: Vec<usize>,
}

impl Present {
    /// What a record says; `epochs_done` is the number of its lines of metrics.
    pub fn new(record: &RunRecord, epochs_done: usize) -> Self {
        let mut snapshots: Vec<_> = record.snapshots.iter().map(|s| s.epochs).collect();
        snapshots.sort_unstable();
        Self {
            epochs_done,
            status: record.status,
            snapshots,
        }
    }
}

/// What there is to do for a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything: it was never begun.
    New,
    /// The epochs from here on.
    Continues {
        /// Epochs already done.
        from: usize,
    },
    /// Nothing.
    Complete,
    /// Nothing can be done: its loss stopped being a number.
    Diverged {
        /// In this epoch, counted from 0.
        epoch: usize,
    },
    /// It is trained, but a network that a comparison looks at was not kept on the way; it has to
    /// be trained again from the start, to the same numbers.
    Again {
        /// The first epochs whose network is missing.
        missing: usize,
    },
}

/// A run held against what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyedRun<'a> {
    /// The run.
    pub run: &'a PlannedRun,
    /// What there is to do.
    pub state: State,
    /// Epochs left to train.
    pub epochs_left: usize,
}

/// A plan held against what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey<'a> {
    /// In the order of the plan.
    pub runs: Vec<SurveyedRun<'a>>,
}

impl Plan {
    /// Holds the plan against what `present` knows of each run, by its id.
    pub fn survey(&self, present: impl Fn(&str) -> Option<Present>) -> Survey<'_> {
        let mut runs = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            runs.push(SurveyedRun::new(run, present(&run.id).as_ref()));
        }
        Survey { runs }
    }
}

fn state(run: &PlannedRun, present: Option<&Present>) -> (State, usize) {
    let end = run.config.train.epochs;
    let Some(present) = present else {
        return (State::New, end);
    };
    let done = present.epochs_done;
    let missed = |epochs: &usize| *epochs <= done && !present.snapshots.contains(epochs);
    if let Some(missing) = run.kept().into_iter().find(missed) {
        return (State::Again { missing }, end);
    }
    if let Status::Diverged { epoch } = present.status
        && epoch < end
    {
        return (State::Diverged { epoch }, 0);
    }
    match done {
        0 => (State::New, end),
        _ if done < end => (State::Continues { from: done }, end - done),
        _ => (State::Complete, 0),
    }
}

impl<'a> SurveyedRun<'a> {
    /// `run` held against what is there of it.
    pub fn new(run: &'a PlannedRun, present: Option<&Present>) -> Self {
        let (state, epochs_left) = state(run, present);
        Self {
            run,
            state,
            epochs_left,
        }
    }

    /// Training steps left, of a run on `train_images` images.
    pub fn steps_left(&self, train_images: usize) -> usize {
        let batches = train_images.div_ceil(self.run.config.train.batch_size.max(1));
        batches * self.epochs_left
    }
}

impl Survey<'_> {
    /// Seconds the training that is left takes. Evaluation is not counted.
    ///
    /// `train_images` is the number of images a run trains on, `seconds_per_step` what one of
    /// its steps was timed at; neither is asked for runs with nothing left to do.
    pub fn seconds(
        &self,
        train_images: impl Fn(&PlannedRun) -> usize,
        seconds_per_step: impl Fn(&PlannedRun) -> f64,
    ) -> f64 {
        let left = self.runs.iter().filter(|run| run.epochs_left > 0);
        let seconds = left.map(|surveyed| {
            let steps = surveyed.steps_left(train_images(surveyed.run));
            steps as f64 * seconds_per_step(surveyed.run)
        });
        seconds.sum()
    }
}
