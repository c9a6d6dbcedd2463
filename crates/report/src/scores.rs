//! How well an entry's answers are, in numbers that can be compared whatever it was trained on.

use faceoff_config::Loss;
use faceoff_measure::{Normalizer, mean, mean_point_error, nme};
use faceoff_record::{Predictions, SampleSet, Samples, Table};
use serde::Serialize;

use crate::pixels::{crop_pixels, original_per_crop_pixel};
use crate::study_data::{EntryData, RunData};

/// Per image, in the order of the run's test samples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImageScores {
    /// Mean distance from the truth over the landmarks, in pixels of the 224×224 crop.
    pub pixel_error: Vec<f64>,
    /// The same in pixels of the original picture.
    pub original_pixel_error: Vec<f64>,
    /// Normalised mean error by the distance of the outer eye corners.
    pub nme: Vec<f64>,
}

/// Means over the test images.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Mean squared error of the normalised landmarks.
    pub mse: f64,
    /// Loss the run was trained on.
    pub loss: f64,
    /// Mean landmark distance in pixels of the 224×224 crop.
    pub pixel_error: f64,
    /// Mean landmark distance in pixels of the original pictures.
    pub original_pixel_error: f64,
    /// Normalised mean error by the distance of the outer eye corners, as a fraction.
    pub nme: f64,
}

/// Scores of each test image for `answers`.
pub fn image_scores(answers: &Table, samples: &Samples) -> ImageScores {
    per_image(answers.rows(), &samples.test, samples.input_size)
}

/// Scores of each test image for answering the mean training face.
pub fn constant_image_scores(run: &RunData) -> ImageScores {
    let face = &run.record.constant_face.face;
    let rows = std::iter::repeat(face.as_slice());
    per_image(rows, &run.samples.test, run.samples.input_size)
}

fn per_image<'a>(
    answers: impl Iterator<Item = &'a [f32]>,
    set: &SampleSet,
    input_size: usize,
) -> ImageScores {
    let mut scores = ImageScores {
        pixel_error: Vec::new(),
        original_pixel_error: Vec::new(),
        nme: Vec::new(),
    };
    for ((sample, truth), answer) in set.samples.iter().zip(set.truth.rows()).zip(answers) {
        let (truth, answer) = (crop_pixels(truth), crop_pixels(answer));
        let error = mean_point_error(&answer, &truth);
        scores.pixel_error.push(error);
        scores
            .original_pixel_error
            .push(error * original_per_crop_pixel(sample, input_size));
        scores
            .nme
            .push(nme(&answer, &truth, Normalizer::InterOcular));
    }
    scores
}

/// Means over the test images for an entry's snapshot; `None` without one.
pub fn scores(entry: &EntryData<'_>) -> Option<Scores> {
    entry
        .predictions()
        .map(|answers| of_answers(answers, entry.run))
}

fn of_answers(answers: &Predictions, run: &RunData) -> Scores {
    let truth = &run.samples.test.truth.values;
    let images = image_scores(&answers.test, &run.samples);
    Scores {
        mse: Loss::Mse.mean(&answers.test.values, truth),
        loss: run
            .record
            .config
            .train
            .loss
            .mean(&answers.test.values, truth),
        pixel_error: mean(&images.pixel_error),
        original_pixel_error: mean(&images.original_pixel_error),
        nme: mean(&images.nme),
    }
}

/// What answering the mean training face for every test image scores.
pub fn constant_scores(run: &RunData) -> Scores {
    let face = &run.record.constant_face.face;
    let truth = &run.samples.test.truth;
    let images = constant_image_scores(run);
    let over_rows = |loss: Loss| {
        let rows: Vec<f64> = truth.rows().map(|row| loss.mean(face, row)).collect();
        mean(&rows)
    };
    Scores {
        mse: over_rows(Loss::Mse),
        loss: over_rows(run.record.config.train.loss),
        pixel_error: mean(&images.pixel_error),
        original_pixel_error: mean(&images.original_pixel_error),
        nme: mean(&images.nme),
    }
}
