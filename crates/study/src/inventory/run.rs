//! One run of the inventory.

use std::time::SystemTime;

use faceoff_record::Annotations;
use serde::Serialize;

use super::facts::Facts;
use super::measured::Measured;
use super::state::RunState;
use crate::library::Library;

/// A run, how far it is, and what it came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunEntry {
    /// Its id.
    pub id: String,
    /// The experiments it belongs to.
    pub experiments: Vec<Membership>,
    /// Whether an experiment file asks for it, at any scale.
    pub asked_for: bool,
    /// How far it is for whoever asks: the experiment that is shown, or that which trains longest.
    pub state: RunState,
    /// Its seed; `None` where its record cannot be read.
    pub seed: Option<u64>,
    /// Epochs done.
    pub epochs_done: usize,
    /// Epochs that it is to be trained for.
    pub epochs: usize,
    /// The epoch, counted from 0, in which it diverged.
    pub diverged_in: Option<usize>,
    /// Epochs behind the last network that was kept, which losses and errors are of.
    pub kept: Option<usize>,
    /// Test loss of that network.
    pub test_loss: Option<f64>,
    /// Inter-ocular NME of that network on the test images, as a fraction.
    pub nme: Option<f64>,
    /// Seconds since its record was written last.
    pub age_seconds: Option<u64>,
    /// Size of all its files.
    pub bytes: u64,
    /// Tags and notes.
    #[serde(flatten)]
    pub annotations: Annotations,
    /// Why its record cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// An experiment that a run belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The study's name.
    pub study: String,
    /// The experiment's name.
    pub experiment: String,
}

/// After how many epochs networks of a run are looked at: by the experiment that trains longest, or
/// by its record where no experiment has it.
pub(crate) fn kept_longest(library: &Library, facts: &Facts) -> Vec<usize> {
    let experiments = library.experiments_of(&facts.id).into_iter();
    let kept = experiments.map(|(study, each)| study.kept(&each.experiment));
    let longest = kept.max_by_key(|kept| kept.last().copied());
    longest.unwrap_or_else(|| facts.own_kept())
}

impl RunEntry {
    /// What is known of a run for whoever looks at its networks after so many epochs as `wanted` says,
    /// the end the last.
    pub(crate) fn new(
        library: &Library,
        facts: &Facts,
        wanted: &[usize],
        asked_for: bool,
        measured: &Measured,
        now: SystemTime,
    ) -> Self {
        let experiments = library.experiments_of(&facts.id).into_iter();
        let experiments = experiments.map(|(study, each)| Membership {
            study: study.study.name.clone(),
            experiment: each.experiment.name.clone(),
        });
        let epochs = wanted.last().copied().unwrap_or_default();
        let last = facts.last_kept(epochs);
        let measures = last.and_then(|(epochs, _)| measured.of(&facts.id, epochs));
        Self {
            id: facts.id.clone(),
            experiments: experiments.collect(),
            asked_for,
            state: facts.state(wanted),
            seed: facts.record.as_ref().map(|record| record.config.train.seed),
            epochs_done: facts.metrics.len().min(epochs),
            epochs,
            diverged_in: facts.diverged_in(),
            kept: last.map(|(epochs, _)| epochs),
            test_loss: last.map(|(_, loss)| loss),
            nme: measures.map(|measures| measures.scores.nme),
            age_seconds: facts.written.map(|written| age(written, now)),
            bytes: facts.bytes,
            annotations: facts.annotations.clone(),
            problem: facts.problem.clone(),
        }
    }
}

/// Seconds from `then` to `now`; 0 where a clock was wrong.
pub(super) fn age(then: SystemTime, now: SystemTime) -> u64 {
    now.duration_since(then).map_or(0, |age| age.as_secs())
}
