//! What of a plan is already there, and what the rest costs.

use faceoff_record::{RunRecord, Status};

use crate::PlannedRun;

/// What is there of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Epochs done, all of them recorded.
    pub epochs_done: usize,
    /// How far it got.
    pub status: Status,
    /// After how many epochs its network was kept; sorted.
    pub snapshots: Vec<usize>,
    /// Epochs behind the state that training goes on from; 0 without one, as of a record that
    /// came from elsewhere.
    pub state: usize,
}

impl Present {
    /// What a record says; `epochs_done` is the number of its lines of metrics, `state` that of
    /// the epochs behind the state kept beside it.
    pub fn new<Config>(record: &RunRecord<Config>, epochs_done: usize, state: usize) -> Self {
        // A network whose epochs are not recorded belongs to a record that was cut short.
        let kept = record.snapshots.iter().map(|snapshot| snapshot.epochs);
        let mut snapshots: Vec<_> = kept.filter(|&epochs| epochs <= epochs_done).collect();
        snapshots.sort_unstable();
        Self {
            epochs_done,
            status: record.status,
            snapshots,
            // What is ahead of its record is not gone on from.
            state: if state <= epochs_done { state } else { 0 },
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
        /// Epochs behind the state it goes on from; 0 where it was not kept, as of a record that
        /// came from elsewhere.
        from: usize,
    },
    /// Nothing.
    Complete,
    /// Nothing can be done: its loss stopped being a number.
    Diverged {
        /// In this epoch, counted from 0.
        epoch: usize,
    },
    /// A network that a comparison looks at was not kept on the way; until there it has to be
    /// trained again from the start, to the same numbers.
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

fn state(run: &PlannedRun, present: Option<&Present>) -> (State, usize) {
    let end = run.config.train.epochs;
    let Some(present) = present else {
        return (State::New, end);
    };
    let mut missing = run.kept();
    missing.retain(|epochs| !present.snapshots.contains(epochs));
    // Behind that epoch there is nothing to be had: it would diverge again at the same step.
    if let Status::Diverged { epoch } = present.status {
        missing.retain(|&epochs| epochs <= epoch);
        if missing.is_empty() && epoch < end {
            return (State::Diverged { epoch }, 0);
        }
    }
    let Some(&first) = missing.first() else {
        return (State::Complete, 0);
    };
    // What the state has passed is repeated beside it, the rest gone on to from it.
    let (done, from) = (present.epochs_done, present.state);
    let repeated = missing.iter().copied().filter(|&epochs| epochs <= from);
    let ahead = missing.iter().copied().filter(|&epochs| epochs > from);
    let left = repeated.max().unwrap_or(0) + ahead.max().map_or(0, |epochs| epochs - from);
    let passed = first <= done && (first <= from || from == 0);
    let state = match done {
        0 => State::New,
        _ if passed => State::Again { missing: first },
        _ => State::Continues { from },
    };
    (state, left)
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
