//! Which epochs of a run are still to be trained, and from which state.

use faceoff_plan::RunRecord;
use faceoff_record::{Status, Store};
use faceoff_spec::TrainSpec;

use super::checkpoint::{self, Position, Slot};

/// What is recorded and saved of a run.
pub(crate) struct RunState {
    /// Its record.
    pub(crate) record: Option<RunRecord>,
    /// Epochs recorded.
    pub(crate) epochs: usize,
    /// The state that it goes on from.
    pub(crate) state: Option<Position>,
    /// The state of a repetition under way.
    pub(crate) repeated: Option<Position>,
}

/// The part of a run that is trained next: a repetition, or what is new.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NextPart {
    /// Epochs done in the end, those done before included.
    pub(crate) end: usize,
    /// The state that training goes on from and is saved to.
    pub(crate) slot: Slot,
    /// Whether there is such a state; otherwise training begins with a fresh network.
    pub(crate) resumes: bool,
    /// Why recorded epochs are trained again from the start, if so.
    pub(crate) restart_reason: Option<&'static str>,
}

impl NextPart {
    /// What `spec` still asks for: `None` if nothing.
    ///
    /// Networks wanted after epochs that the state has passed come first: those epochs are
    /// repeated beside the state, from which the run goes on afterwards.
    pub(crate) fn of(spec: &TrainSpec, found: &RunState) -> Option<Self> {
        let recorded = found.record.as_ref().map_or(0, |_| found.epochs);
        let missing = missing(spec, found.record.as_ref(), recorded);
        // A state ahead of its record, as in a folder some of whose files are gone, is of no use:
        // what lies between would never be recorded.
        let state = found.state.as_ref();
        let state = state.filter(|state| found.record.is_some() && state.epoch <= recorded);
        let done = state.map_or(0, |state| state.epoch);
        let passed = missing.iter().copied().filter(|&epochs| epochs <= done);
        if let (Some(first), Some(last)) = (passed.clone().min(), passed.max()) {
            let repeated = found.repeated.as_ref();
            let resumes = repeated.is_some_and(|state| state.epoch < first);
            let reason = "a snapshot is wanted of an epoch already passed";
            return Some(Self {
                end: last,
                slot: Slot::Repetition,
                resumes,
                restart_reason: (!resumes).then_some(reason),
            });
        }
        let earlier = state.and_then(|state| state.earlier.as_ref());
        let earlier = earlier
            .map(|earlier| earlier.epochs)
            .filter(|&earlier| earlier > done);
        let end = missing.into_iter().chain(earlier).max()?;
        let reason = match found.state {
            Some(_) => "its record is not as long as its checkpoint",
            None => "its record came without a checkpoint",
        };
        let starts_over = state.is_none() && (recorded > 0 || found.state.is_some());
        Some(Self {
            end,
            slot: Slot::Main,
            resumes: state.is_some(),
            restart_reason: starts_over.then_some(reason),
        })
    }
}

/// Epochs behind the state that training of the run `id` goes on from; 0 where there is none, or
/// none that can be gone on from.
pub fn epochs_behind_state(store: &Store, id: &str) -> usize {
    let state = checkpoint::position(&store.checkpoint_folder(id), Slot::Main);
    state.ok().flatten().map_or(0, |state| state.epoch)
}

/// The numbers of epochs after which a network is wanted that is not kept, or is kept without all
/// the `recorded` epochs before it. None of them is behind the epoch in which the run diverged: it
/// would diverge again at the same step.
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
