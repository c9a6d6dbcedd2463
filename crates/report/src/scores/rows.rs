//! The table of a comparison: losses, pixel errors, NME.

use faceoff_measure::{mean, standard_deviation};
use faceoff_record::{Annotations, Snapshot, Status};
use faceoff_spec::Comparison;
use serde::Serialize;

use super::means::{Scores, constant_scores, scores};
use crate::format::{count, thousands};
use crate::study::{EntryData, StudyData, label, same_images};

/// One entry's numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Row {
    /// What the entry is called.
    pub(crate) name: String,
    /// The experiment's name; none for the mean face.
    pub(crate) experiment: Option<String>,
    /// Epochs of training behind the numbers.
    pub(crate) epochs: Option<usize>,
    /// The epochs asked for, where the run has not got there.
    pub(crate) asked: Option<usize>,
    /// Epoch (counted from 0) in which the run, or the first seed to, diverged.
    pub(crate) diverged: Option<usize>,
    /// How many trainings, each with its own seed, the numbers are means over; 0 for the mean
    /// face.
    pub(crate) seeds: usize,
    /// How many others are not in the means, as they kept no network after so many epochs.
    pub(crate) seeds_left_out: usize,
    /// How many of all of them diverged.
    pub(crate) seeds_diverged: usize,
    /// Images it is tested on.
    pub(crate) test_images: usize,
    /// People on them.
    pub(crate) test_people: usize,
    /// Whether it is tested on other images than the first row, with whose errors its own do not
    /// compare.
    pub(crate) other_images: bool,
    /// Whether any of the rows is.
    pub(crate) images_differ: bool,
    /// The loss it was trained on.
    pub(crate) loss: String,
    /// Train loss of the last of those epochs.
    pub(crate) train_loss: Option<f64>,
    /// Test loss of the snapshot.
    pub(crate) test_loss: Option<f64>,
    /// Validation loss of the snapshot; none without a validation set.
    pub(crate) validation_loss: Option<f64>,
    /// Epoch (counted from 0) after which the validation loss was lowest, up to there; none without
    /// a validation set: there is nothing to choose by.
    pub(crate) best_epoch: Option<usize>,
    /// Test loss after that epoch.
    pub(crate) best_test_loss: Option<f64>,
    /// Means over the test images at the snapshot.
    pub(crate) scores: Option<Scores>,
    /// Trainable numbers of the network.
    pub(crate) parameters: Option<usize>,
    /// Spread over seeds, where there are several.
    pub(crate) deviation: Option<Deviation>,
    /// Tags and notes of its runs.
    #[serde(skip_serializing_if = "Annotations::is_empty")]
    pub(crate) annotations: Annotations,
}

impl Row {
    /// What it is tested on, where not all rows are tested on the same images.
    pub(crate) fn tested(&self) -> Option<String> {
        let tested = || {
            let images = count(self.test_images, "image");
            match self.test_people {
                0 => format!("on {images}"),
                people => format!("on {images} of {} people", thousands(people)),
            }
        };
        self.images_differ.then(tested)
    }

    /// How many seeds are not in the means, in words.
    pub(crate) fn left_out(&self) -> Option<String> {
        let seeds = count(self.seeds_left_out, "seed");
        (self.seeds_left_out > 0).then(|| format!("without {seeds} that did not get there"))
    }

    /// Whether it diverged, in words.
    pub(crate) fn divergence(&self) -> Option<String> {
        let epoch = self.diverged?;
        Some(match self.seeds + self.seeds_left_out {
            1 => format!("diverged in epoch {epoch}"),
            all => format!(
                "{} of {all} seeds diverged, the first in epoch {epoch}",
                self.seeds_diverged
            ),
        })
    }
}

/// Standard deviations over seeds of a [`Row`]'s means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Deviation {
    /// Of the train loss.
    pub(crate) train_loss: Option<f64>,
    /// Of the test loss.
    pub(crate) test_loss: Option<f64>,
    /// Of the validation loss.
    pub(crate) validation_loss: Option<f64>,
    /// Of the test loss after the epoch chosen by validation.
    pub(crate) best_test_loss: Option<f64>,
    /// Of the means over test images.
    pub(crate) scores: Option<Scores>,
}

/// The rows of `comparison`: its entries in order, then the mean face of each data set among them.
pub(crate) fn rows(data: &StudyData, comparison: &Comparison) -> Vec<Row> {
    let entries = data.entries(comparison);
    let other_images = |entry: &EntryData<'_>| !same_images(entry.run, entries[0].run);
    let mut rows: Vec<Row> = entries
        .iter()
        .map(|entry| Row {
            name: label::name(entry, &entries),
            other_images: other_images(entry),
            annotations: entry.annotations(),
            ..pooled(entry)
        })
        .collect();
    // Runs on the same images, with the same loss, share the mean face's row.
    let mut faces: Vec<(&EntryData<'_>, Row)> = Vec::new();
    for entry in &entries {
        let row = Row {
            other_images: other_images(entry),
            ..constant_row(entry)
        };
        let known = |(other, known): &(&EntryData<'_>, Row)| {
            known.loss == row.loss
                && same_images(other.run, entry.run)
                && other.run.record.constant_face == entry.run.record.constant_face
        };
        if !faces.iter().any(known) {
            faces.push((entry, row));
        }
    }
    rows.extend(faces.into_iter().map(|(_, row)| row));
    let images_differ = rows.iter().any(|row| row.other_images);
    for row in &mut rows {
        row.images_differ = images_differ;
    }
    rows
}

/// The rows of an experiment's seeds as one: means over those that are shown, with the spread around
/// them.
fn pooled(entry: &EntryData<'_>) -> Row {
    let all: Vec<Row> = entry.seeds().iter().map(seed_row).collect();
    let seeds: Vec<Row> = entry.shown().iter().map(seed_row).collect();
    let number = |of: fn(&Row) -> Option<f64>, pool: fn(&[f64]) -> f64| {
        let values: Vec<f64> = seeds.iter().filter_map(of).collect();
        (!values.is_empty()).then(|| pool(&values))
    };
    let scores = |pool: fn(&[f64]) -> f64| {
        let scores: Vec<Scores> = seeds.iter().filter_map(|row| row.scores).collect();
        (!scores.is_empty()).then(|| Scores::pooled(&scores, pool))
    };
    let first = Row {
        seeds_left_out: all.len() - seeds.len(),
        diverged: all.iter().filter_map(|row| row.diverged).min(),
        seeds_diverged: all.iter().filter(|row| row.diverged.is_some()).count(),
        ..seeds[0].clone()
    };
    if seeds.len() == 1 {
        return first;
    }
    let same_epoch = seeds.iter().all(|row| row.best_epoch == first.best_epoch);
    Row {
        epochs: seeds.iter().filter_map(|row| row.epochs).max(),
        asked: seeds.iter().find_map(|row| row.asked),
        seeds: seeds.len(),
        train_loss: number(|row| row.train_loss, mean),
        test_loss: number(|row| row.test_loss, mean),
        validation_loss: number(|row| row.validation_loss, mean),
        best_test_loss: number(|row| row.best_test_loss, mean),
        best_epoch: first.best_epoch.filter(|_| same_epoch),
        scores: scores(mean),
        deviation: Some(Deviation {
            train_loss: number(|row| row.train_loss, standard_deviation),
            test_loss: number(|row| row.test_loss, standard_deviation),
            validation_loss: number(|row| row.validation_loss, standard_deviation),
            best_test_loss: number(|row| row.best_test_loss, standard_deviation),
            scores: scores(standard_deviation),
        }),
        ..first
    }
}

/// The row of one seed; it has no name yet.
fn seed_row(entry: &EntryData<'_>) -> Row {
    let metrics = entry.metrics();
    let best = entry.best_by_validation();
    let epochs = entry.epochs();
    let kept = entry
        .run
        .record
        .snapshots
        .iter()
        .find(|kept| Some(kept.epochs) == epochs);
    let trained = epochs.and_then(|epochs| metrics.get(epochs.checked_sub(1)?));
    let diverged = match entry.run.record.status {
        Status::Diverged { epoch } => Some(epoch),
        Status::Partial | Status::Finished => None,
    };
    Row {
        name: String::new(),
        test_images: entry.run.record.data.test_images,
        test_people: entry.run.record.data.test_people,
        other_images: false,
        images_differ: false,
        experiment: Some(entry.experiment.name.clone()),
        epochs,
        asked: (epochs != Some(entry.entry.epoch)).then_some(entry.entry.epoch),
        diverged,
        seeds: 1,
        seeds_left_out: 0,
        seeds_diverged: usize::from(diverged.is_some()),
        loss: entry.experiment.train.loss.legend(&label::plain),
        train_loss: trained.map(|epoch| epoch.train_loss),
        test_loss: kept.map(|snapshot: &Snapshot| snapshot.test_loss),
        validation_loss: kept.and_then(|snapshot| snapshot.validation_loss),
        best_epoch: best.map(|epoch| epoch.epoch),
        best_test_loss: best.and_then(|epoch| epoch.test_loss),
        scores: scores(entry),
        parameters: Some(entry.run.record.parameters),
        deviation: None,
        annotations: Annotations::default(),
    }
}

fn constant_row(entry: &EntryData<'_>) -> Row {
    let constant = &entry.run.record.constant_face;
    Row {
        name: "Mean face for every image".to_owned(),
        experiment: None,
        test_images: entry.run.record.data.test_images,
        test_people: entry.run.record.data.test_people,
        other_images: false,
        images_differ: false,
        epochs: None,
        asked: None,
        diverged: None,
        seeds: 0,
        seeds_left_out: 0,
        seeds_diverged: 0,
        loss: entry.experiment.train.loss.legend(&label::plain),
        train_loss: Some(constant.train_loss),
        test_loss: Some(constant.test_loss),
        validation_loss: None,
        best_epoch: None,
        best_test_loss: None,
        scores: Some(constant_scores(entry.run)),
        parameters: None,
        deviation: None,
        annotations: Annotations::default(),
    }
}
