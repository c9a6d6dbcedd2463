//! The table of a comparison: losses, pixel errors, NME.

use serde::Serialize;

use faceoff_config::Comparison;
use faceoff_record::{Snapshot, Status};

use crate::label;
use crate::scores::{Scores, constant_scores, scores};
use crate::study_data::{EntryData, StudyData};

/// One entry's numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What the entry is called.
    pub name: String,
    /// The experiment's name; none for the mean face.
    pub experiment: Option<String>,
    /// Epochs of training behind the numbers.
    pub epochs: Option<usize>,
    /// The epochs asked for, where the run has not got there.
    pub asked: Option<usize>,
    /// Epoch (counted from 0) in which the run diverged.
    pub diverged: Option<usize>,
    /// The loss it was trained on.
    pub loss: String,
    /// Train loss of the last of those epochs.
    pub train_loss: Option<f64>,
    /// Test loss of the snapshot.
    pub test_loss: Option<f64>,
    /// The lowest test loss up to there.
    pub best_test_loss: Option<f64>,
    /// Epoch (counted from 0) after which it was measured.
    pub best_epoch: Option<usize>,
    /// Means over the test images at the snapshot.
    pub scores: Option<Scores>,
    /// Trainable numbers of the network.
    pub parameters: Option<usize>,
}

/// The rows of `comparison`: its entries in order, then the mean face of each data set among them.
pub fn rows(data: &StudyData, comparison: &Comparison) -> Vec<Row> {
    let entries = data.entries(comparison);
    let mut rows: Vec<Row> = entries
        .iter()
        .map(|entry| entry_row(entry, &entries))
        .collect();
    for row in entries.iter().map(constant_row) {
        // Runs on the same images and loss share the row; the loss alone makes another.
        if !rows
            .iter()
            .any(|other| other.name == row.name && other.loss == row.loss)
        {
            rows.push(row);
        }
    }
    rows
}

fn entry_row(entry: &EntryData<'_>, entries: &[EntryData<'_>]) -> Row {
    let metrics = entry.metrics();
    let measured = metrics
        .iter()
        .filter_map(|epoch| Some((epoch.epoch, epoch.test_loss?)));
    let best = measured.min_by(|a, b| a.1.total_cmp(&b.1));
    let epochs = entry.epochs();
    let kept = entry
        .run
        .record
        .snapshots
        .iter()
        .find(|kept| Some(kept.epochs) == epochs);
    let trained = epochs.and_then(|epochs| metrics.get(epochs.checked_sub(1)?));
    Row {
        name: label::name(entry, entries),
        experiment: Some(entry.experiment.name.clone()),
        epochs,
        asked: (epochs != Some(entry.entry.epoch)).then_some(entry.entry.epoch),
        diverged: match entry.run.record.status {
            Status::Diverged { epoch } => Some(epoch),
            Status::Partial | Status::Finished => None,
        },
        loss: label::loss(entry.experiment.train.loss),
        train_loss: trained.map(|epoch| epoch.train_loss),
        test_loss: kept.map(|snapshot: &Snapshot| snapshot.test_loss),
        best_test_loss: best.map(|best| best.1),
        best_epoch: best.map(|best| best.0),
        scores: scores(entry),
        parameters: Some(entry.run.record.parameters),
    }
}

fn constant_row(entry: &EntryData<'_>) -> Row {
    let constant = &entry.run.record.constant_face;
    Row {
        name: "Mean face for every image".to_owned(),
        experiment: None,
        epochs: None,
        asked: None,
        diverged: None,
        loss: label::loss(entry.experiment.train.loss),
        train_loss: Some(constant.train_loss),
        test_loss: Some(constant.test_loss),
        best_test_loss: None,
        best_epoch: None,
        scores: Some(constant_scores(entry.run)),
        parameters: None,
    }
}
