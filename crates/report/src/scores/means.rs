//! How good an entry's predictions are, in numbers that can be compared whatever it was trained on.

use faceoff_measure::{area_under_curve, failure_rate, mean, median};
use faceoff_record::Predictions;
use faceoff_spec::{Loss, Mse};
use serde::Serialize;

use super::image_scores::ImageScores;
use super::images::{constant_image_scores, image_scores};
use crate::study::{EntryData, RunData};

/// Inter-ocular NME from which on a prediction is customarily a failure, and up to which the area under
/// the cumulative curve is taken (300-W challenge, Sagonas et al., 2016): a stricter and a laxer one.
pub(crate) const THRESHOLDS: [f64; 2] = [0.08, 0.10];

/// Means over the test images.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Mean squared error of the normalised landmarks.
    pub mse: f64,
    /// Loss the run was trained on.
    pub loss: f64,
    /// Mean landmark distance in pixels of the 224×224 crop.
    pub pixel_error: f64,
    /// Mean landmark distance in pixels of the original images.
    pub original_pixel_error: f64,
    /// Normalised mean error by the distance of the outer eye corners, as a fraction.
    pub nme: f64,
    /// The median of the images' normalised mean errors by the distance of the outer eye corners, as
    /// a fraction: a few images with eyes in one place do not move it.
    pub nme_median: f64,
    /// Normalised mean error by the distance of the eyes' centres, as a fraction.
    pub nme_inter_pupil: f64,
    /// Normalised mean error by `sqrt(width · height)` of the box around the ground truth, as a
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
    /// From the errors of each image; a prediction that is not a number is a failure and makes the
    /// means not a number.
    fn new(mse: f64, loss: f64, images: &ImageScores) -> Self {
        let [strict, lax] = THRESHOLDS;
        Self {
            mse,
            loss,
            pixel_error: mean(&images.pixel_error),
            original_pixel_error: mean(&images.original_pixel_error),
            nme: mean(&images.nme),
            nme_median: median(&images.nme).unwrap_or(f64::NAN),
            nme_inter_pupil: mean(&images.nme_inter_pupil),
            nme_box: mean(&images.nme_box),
            failure_rate_08: failure_rate(&images.nme, strict),
            failure_rate_10: failure_rate(&images.nme, lax),
            auc_08: area_under_curve(&images.nme, strict),
            auc_10: area_under_curve(&images.nme, lax),
        }
    }

    /// Each number over several seeds, put into one by `pool`: their mean or their standard deviation.
    pub fn pooled(seeds: &[Self], pool: impl Fn(&[f64]) -> f64) -> Self {
        let of = |number: fn(&Self) -> f64| pool(&seeds.iter().map(number).collect::<Vec<_>>());
        Self {
            mse: of(|s| s.mse),
            loss: of(|s| s.loss),
            pixel_error: of(|s| s.pixel_error),
            original_pixel_error: of(|s| s.original_pixel_error),
            nme: of(|s| s.nme),
            nme_median: of(|s| s.nme_median),
            nme_inter_pupil: of(|s| s.nme_inter_pupil),
            nme_box: of(|s| s.nme_box),
            failure_rate_08: of(|s| s.failure_rate_08),
            failure_rate_10: of(|s| s.failure_rate_10),
            auc_08: of(|s| s.auc_08),
            auc_10: of(|s| s.auc_10),
        }
    }
}

/// Means over the test images for an entry's snapshot; `None` without one.
pub(crate) fn scores(entry: &EntryData<'_>) -> Option<Scores> {
    let predictions = entry.predictions()?;
    Some(of_predictions(predictions, entry.run))
}

pub(super) fn of_predictions(predictions: &Predictions, run: &RunData) -> Scores {
    let truth = &run.samples.test.truth.values;
    let loss = run.record.config.train.loss;
    Scores::new(
        Loss::Mse(Mse).mean(&predictions.test.values, truth),
        loss.mean(&predictions.test.values, truth),
        &image_scores(&predictions.test, run),
    )
}

/// What predicting the mean training face for every test image scores.
pub(crate) fn constant_scores(run: &RunData) -> Scores {
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
