//! What is there of a run, without its predictions.

use std::time::SystemTime;

use faceoff_plan::{PlannedRun, Present, RunRecord, SurveyedRun, read_run};
use faceoff_record::{Annotations, EpochMetrics, Status, Store};

use super::state::RunState;

/// What is there of a run.
pub(crate) struct Facts {
    pub(crate) id: String,
    pub(crate) record: Option<RunRecord>,
    /// Why the record cannot be read.
    pub(crate) problem: Option<String>,
    pub(crate) metrics: Vec<EpochMetrics>,
    present: Option<Present>,
    training: bool,
    /// When its record was written last.
    pub(crate) written: Option<SystemTime>,
    /// Of all its files.
    pub(crate) bytes: u64,
    pub(crate) annotations: Annotations,
}

impl Facts {
    /// What is there of the run `id`; a run of which nothing is there is pending.
    pub(crate) fn read(store: &Store, id: &str) -> Self {
        let mut problem = None;
        let mut or_problem = |error: faceoff_record::Error| {
            problem.get_or_insert_with(|| error.to_string());
        };
        let record = read_run(store, id).unwrap_or_else(|e| {
            or_problem(e);
            None
        });
        let metrics = store.metrics(id).unwrap_or_else(|e| {
            or_problem(e);
            Vec::new()
        });
        let annotations = store.annotations(id).unwrap_or_else(|e| {
            or_problem(e);
            Annotations::default()
        });
        let files = store.files(id).unwrap_or_default();
        let state = faceoff_train::epochs_behind_state(store, id);
        let present = record.as_ref();
        Self {
            id: id.to_owned(),
            present: present.map(|record| Present::new(record, metrics.len(), state)),
            training: store.is_trained_now(id),
            written: store.written(id),
            bytes: files.iter().map(|file| file.bytes).sum(),
            record,
            problem,
            metrics,
            annotations,
        }
    }

    /// How far it is for whoever asks for `kept` epochs, the last of which is the end.
    pub(crate) fn state(&self, kept: &[usize]) -> RunState {
        if self.training {
            return RunState::Training;
        }
        if self.problem.is_some() {
            return RunState::Unreadable;
        }
        let (Some(record), Some((end, before))) = (&self.record, kept.split_last()) else {
            return RunState::Pending;
        };
        let mut config = record.config.clone();
        config.train.epochs = *end;
        config.train.snapshots = before.to_vec();
        let run = PlannedRun {
            id: self.id.clone(),
            config,
            experiments: Vec::new(),
        };
        SurveyedRun::new(&run, self.present.as_ref()).state.into()
    }

    /// How far it is by its own record, whoever asks.
    pub(crate) fn own_state(&self) -> RunState {
        self.state(&self.own_kept())
    }

    /// The epochs after which its record says that networks are kept, the end the last.
    pub(crate) fn own_kept(&self) -> Vec<usize> {
        let train = self.record.iter().map(|record| &record.config.train);
        let kept = train.flat_map(|train| train.snapshots.iter().copied().chain([train.epochs]));
        kept.collect()
    }

    /// The epochs behind the last network that was kept up to `epochs`, with its test loss.
    pub(crate) fn last_kept(&self, epochs: usize) -> Option<(usize, f64)> {
        let snapshots = self.record.iter().flat_map(|record| &record.snapshots);
        let until = snapshots.filter(|kept| kept.epochs <= epochs);
        let last = until.max_by_key(|kept| kept.epochs)?;
        Some((last.epochs, last.test_loss))
    }

    /// The epoch, counted from 0, in which it diverged.
    pub(crate) fn diverged_in(&self) -> Option<usize> {
        match self.record.as_ref()?.status {
            Status::Diverged { epoch } => Some(epoch),
            Status::Partial | Status::Finished => None,
        }
    }
}
