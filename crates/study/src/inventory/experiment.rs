//! One experiment of the inventory.

use std::collections::BTreeMap;
use std::time::SystemTime;

use faceoff_plan::StudyExperiment;
use faceoff_record::Annotations;
use faceoff_spec::Experiment;
use serde::Serialize;

use super::facts::Facts;
use super::measured::Measured;
use super::run::age;
use super::state::RunState;
use crate::library::{CurrentStudy, Library};

/// An experiment of a study, how far it is, and what it came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExperimentEntry {
    /// The study's name; `None` where no study has it, and its file is all there is.
    pub study: Option<String>,
    /// Its name.
    pub name: String,
    /// What legends call it.
    pub title: String,
    /// Whether there is a file of it.
    pub has_file: bool,
    /// How far it is.
    pub state: RunState,
    /// What its file says otherwise than what was trained, in words.
    pub changed: Vec<String>,
    /// Seeds that are complete.
    pub seeds_complete: usize,
    /// Seeds that are asked for.
    pub seeds: usize,
    /// Epochs done, by the run that is farthest.
    pub epochs_done: usize,
    /// Epochs that are asked for.
    pub epochs: usize,
    /// Mean test loss of the networks of its seeds, each the last that was kept.
    pub test_loss: Option<f64>,
    /// Mean inter-ocular NME of these networks on the test images, as a fraction.
    pub nme: Option<f64>,
    /// Seconds since one of its records was written last.
    pub age_seconds: Option<u64>,
    /// Size of all files of its runs. Runs that it shares count for each experiment.
    pub bytes: u64,
    /// Tags and notes of its runs.
    #[serde(flatten)]
    pub annotations: Annotations,
    /// The ids of its runs.
    pub runs: Vec<String>,
}

impl ExperimentEntry {
    /// An experiment of a study.
    pub(crate) fn of_study(
        library: &Library,
        study: &CurrentStudy,
        each: &StudyExperiment,
        runs: &BTreeMap<String, Facts>,
        measured: &Measured,
        now: SystemTime,
    ) -> Self {
        let experiment = &each.experiment;
        let facts = || each.runs.iter().filter_map(|id| runs.get(id));
        let kept = study.kept(experiment);
        let mut states: Vec<RunState> = facts().map(|facts| facts.state(&kept)).collect();
        let asked = each.runs.len().max(experiment.seeds);
        states.resize(states.len().max(asked), RunState::Pending);
        let changed = study.changes_of(&experiment.name);
        if !changed.is_empty() {
            states.push(RunState::Changed);
        }
        let epochs = experiment.train.epochs;
        let networks = || {
            facts().filter_map(|facts| {
                let (kept, loss) = facts.last_kept(epochs)?;
                Some((measured.of(&facts.id, kept), loss))
            })
        };
        let mut annotations = Annotations::default();
        for facts in facts() {
            annotations.extend(&facts.annotations);
        }
        let written = facts().filter_map(|facts| facts.written).max();
        let complete = states.iter().filter(|state| **state == RunState::Complete);
        Self {
            study: Some(study.study.name.clone()),
            name: experiment.name.clone(),
            title: experiment.title.clone(),
            has_file: library.file(&experiment.name).is_some(),
            seeds_complete: complete.count(),
            state: states.into_iter().min().unwrap_or(RunState::Pending),
            changed,
            seeds: asked,
            epochs_done: facts()
                .map(|facts| facts.metrics.len().min(epochs))
                .max()
                .unwrap_or_default(),
            epochs,
            test_loss: mean(networks().map(|(_, loss)| loss)),
            nme: mean(networks().filter_map(|(measures, _)| Some(measures?.scores.nme))),
            age_seconds: written.map(|written| age(written, now)),
            bytes: facts().map(|facts| facts.bytes).sum(),
            annotations,
            runs: each.runs.clone(),
        }
    }

    /// An experiment that is a file and nothing else yet.
    pub(crate) fn of_file(experiment: &Experiment) -> Self {
        Self {
            study: None,
            name: experiment.name.clone(),
            title: experiment.title.clone(),
            has_file: true,
            state: RunState::Pending,
            changed: Vec::new(),
            seeds_complete: 0,
            seeds: experiment.seeds,
            epochs_done: 0,
            epochs: experiment.train.epochs,
            test_loss: None,
            nme: None,
            age_seconds: None,
            bytes: 0,
            annotations: Annotations::default(),
            runs: Vec::new(),
        }
    }
}

/// The mean of `values`; `None` where there are none.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
