//! How well an entry's answers are, in numbers that can be compared whatever it was trained on.

use faceoff_measure::{
    Normalizer, area_under_curve, failure_rate, mean, mean_point_error, nme, to_original,
};
use faceoff_record::{Predictions, SampleSet, Samples, Table};
use faceoff_spec::{Loss, Mse};
use serde::Serialize;

use crate::pixels::{crop_pixels, original_per_crop_pixel};
use crate::study_data::{EntryData, RunData};

/// Inter-ocular NME from which on an answer is customarily a failure, and up to which the area under
/// the cumulative curve is taken (300-W challenge, Sagonas et al., 2016): a stricter and a laxer one.
pub(crate) const THRESHOLDS: [f64; 2] = [0.08, 0.10];

/// Per image, in the order of the run's test samples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImageScores {
    /// Mean distance from the truth over the landmarks, in pixels of the 224×224 crop.
    pub pixel_error: Vec<f64>,
    /// The same in pixels of the original picture.
    pub original_pixel_error: Vec<f64>,
    /// Normalised mean error by the distance of the outer eye corners.
    pub nme: Vec<f64>,
    /// Normalised mean error by the distance of the eyes' centres.
    pub nme_inter_pupil: Vec<f64>,
    /// Normalised mean error by the square root of the area of the box around the landmarks.
    pub nme_box: Vec<f64>,
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
    /// Normalised mean error by the distance of the eyes' centres, as a fraction.
    pub nme_inter_pupil: f64,
    /// Normalised mean error by `sqrt(width · height)` of the box around the true landmarks, as a
    /// fraction.
    pub nme_box: f64,
    /// Share of the images whose inter-ocular NME is above 0.08.
    pub failure_rate_08: f64,
    /// Share of the images whose inter-ocular NME is above 0.10.
    pub failure_rate_10: f64,
    /// Area under the cumulative curve of the inter-ocular NME up to 0.08, divided by 0.08: 0 to 1,
    /// higher is better.
    pub auc_08: f64,
    /// The same up to 0.10.
    pub auc_10: f64,
}

impl Scores {
    /// From the errors of each image; an answer that is not a number is a failure and makes the means
    /// not a number.
    fn new(mse: f64, loss: f64, images: &ImageScores) -> Self {
        let [strict, lax] = THRESHOLDS;
        Self {
            mse,
            loss,
            pixel_error: mean(&images.pixel_error),
            original_pixel_error: mean(&images.original_pixel_error),
            nme: mean(&images.nme),
            nme_inter_pupil: mean(&images.nme_inter_pupil),
            nme_box: mean(&images.nme_box),
            failure_rate_08: failure_rate(&images.nme, strict),
            failure_rate_10: failure_rate(&images.nme, lax),
            auc_08: area_under_curve(&images.nme, strict),
            auc_10: area_under_curve(&images.nme, lax),
        }
    }

    /// Each number over several seeds, put into one by `pool`: their mean, their deviation.
    pub(crate) fn pooled(seeds: &[Self], pool: impl Fn(&[f64]) -> f64) -> Self {
        let of = |number: fn(&Self) -> f64| pool(&seeds.iter().map(number).collect::<Vec<_>>());
        Self {
            mse: of(|s| s.mse),
            loss: of(|s| s.loss),
            pixel_error: of(|s| s.pixel_error),
            original_pixel_error: of(|s| s.original_pixel_error),
            nme: of(|s| s.nme),
            nme_inter_pupil: of(|s| s.nme_inter_pupil),
            nme_box: of(|s| s.nme_box),
            failure_rate_08: of(|s| s.failure_rate_08),
            failure_rate_10: of(|s| s.failure_rate_10),
            auc_08: of(|s| s.auc_08),
            auc_10: of(|s| s.auc_10),
        }
    }
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
        nme_inter_pupil: Vec::new(),
        nme_box: Vec::new(),
    };
    for ((sample, truth), answer) in set.samples.iter().zip(set.truth.rows()).zip(answers) {
        let (truth, answer) = (crop_pixels(truth), crop_pixels(answer));
        scores.pixel_error.push(mean_point_error(&answer, &truth));
        let scale = original_per_crop_pixel(sample, input_size);
        let [original, original_truth] = [&answer, &truth].map(|face| to_original(face, scale));
        let error = mean_point_error(&original, &original_truth);
        scores.original_pixel_error.push(error);
        for (errors, normalizer) in [
            (&mut scores.nme, Normalizer::InterOcular),
            (&mut scores.nme_inter_pupil, Normalizer::InterPupil),
            (&mut scores.nme_box, Normalizer::Box),
        ] {
            errors.push(nme(&answer, &truth, normalizer));
        }
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
    let loss = run.record.config.train.loss;
    Scores::new(
        Loss::Mse(Mse).mean(&answers.test.values, truth),
        loss.mean(&answers.test.values, truth),
        &image_scores(&answers.test, &run.samples),
    )
}

/// What answering the mean training face for every test image scores.
pub fn constant_scores(run: &RunData) -> Scores {
    let face = &run.record.constant_face.face;
    let truth = &run.samples.test.truth;
    let over_rows = |loss: Loss| {
        let rows: Vec<f64> = truth.rows().map(|row| loss.mean(face, row)).collect();
        mean(&rows)
    };
    Scores::new(
        over_rows(Loss::Mse(Mse)),
        over_rows(run.record.config.train.loss),
        &constant_image_scores(run),
    )
}
