//! Which epochs of a run are still to be trained, and from which state.

use faceoff_config::TrainSpec;
use faceoff_record::{RunRecord, Status, Store};

use crate::checkpoint::{self, Progress, Slot};

/// What is there of a run.
pub(crate) struct Standing {
    /// Its record.
    pub(crate) record: Option<RunRecord>,
    /// Epochs recorded.
    pub(crate) epochs: usize,
    /// The state it goes on from.
    pub(crate) state: Option<Progress>,
    /// The state of a repetition under way.
    pub(crate) repeated: Option<Progress>,
}

/// What is trained next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Course {
    /// Epochs done in the end, those done before included.
    pub(crate) end: usize,
    /// The state it goes on from, and is saved to.
    pub(crate) slot: Slot,
    /// Whether there is such a state; else it begins with a fresh network.
    pub(crate) goes_on: bool,
    /// Why recorded epochs are trained again from the start, if so.
    pub(crate) starts_over: Option<&'static str>,
}

impl Course {
    /// What `spec` still asks for: `None` if nothing.
    ///
    /// Networks wanted after epochs that the state has passed come first: those epochs are
    /// repeated, beside the state, which is what the run goes on from afterwards.
    pub(crate) fn of(spec: &TrainSpec, standing: &Standing) -> Option<Self> {
        let recorded = standing.record.as_ref().map_or(0, |_| standing.epochs);
        let missing = missing(spec, standing.record.as_ref(), recorded);
        // A state ahead of its record, as in a folder some of whose files are gone, is of no use:
        // what lies between would never be recorded.
        let state = standing.state.as_ref();
        let state = state.filter(|state| standing.record.is_some() && state.epoch <= recorded);
        let done = state.map_or(0, |state| state.epoch);
        let passed = missing.iter().copied().filter(|&epochs| epochs <= done);
        if let (Some(first), Some(last)) = (passed.clone().min(), passed.max()) {
            let repeated = standing.repeated.as_ref();
            let goes_on = repeated.is_some_and(|state| state.epoch < first);
            let reason = "a snapshot is wanted of an epoch already passed";
            return Some(Self {
                end: last,
                slot: Slot::Again,
                goes_on,
                starts_over: (!goes_on).then_some(reason),
            });
        }
        let owed = state.and_then(|state| state.owed.as_ref());
        let owed = owed.map(|owed| owed.epochs).filter(|&owed| owed > done);
        let end = missing.into_iter().chain(owed).max()?;
        let reason = match standing.state {
            Some(_) => "its record is not as long as its checkpoint",
            None => "its record came without a checkpoint",
        };
        let starts_over = state.is_none() && (recorded > 0 || standing.state.is_some());
        Some(Self {
            end,
            slot: Slot::Main,
            goes_on: state.is_some(),
            starts_over: starts_over.then_some(reason),
        })
    }
}

/// Epochs behind the state that training of the run `id` goes on from; 0 where there is none, or
/// none that can be gone on from.
pub fn epochs_behind_state(store: &Store, id: &str) -> usize {
    let state = checkpoint::progress(&store.checkpoint_folder(id), Slot::Main);
    state.ok().flatten().map_or(0, |state| state.epoch)
}

/// After how many epochs a network is wanted that is not kept with all `recorded` epochs before
/// it. Behind the epoch in which the run diverged there is none: it would diverge again at the
/// same step.
fn missing(spec: &TrainSpec, record: Option<&RunRecord>, recorded: usize) -> Vec<usize> {
    let end = match record.map(|record| record.status) {
        Some(Status::Diverged { epoch }) => epoch,
        _ => usize::MAX,
    };
    let kept = |epochs: usize| {
        let mut snapshots = record.iter().flat_map(|record| &record.snapshots);
        epochs <= recorded && snapshots.any(|snapshot| snapshot.epochs == epochs)
    };
    let wanted = spec.snapshots.iter().copied().chain([spec.epochs]);
    wanted
        .filter(|&epochs| epochs <= end && !kept(epochs))
        .collect()
}
