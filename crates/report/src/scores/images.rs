//! How far off the predictions for each test image are.

use std::sync::Arc;

use faceoff_measure::{Normalizer, mean_landmark_error, nme, to_original};
use faceoff_record::{SampleSet, Table};

use super::image_scores::ImageScores;
use crate::study::{RunData, crop_pixels, original_per_crop_pixel};

/// Scores of each test image for `predictions`.
pub(crate) fn image_scores(predictions: &Table, run: &RunData) -> Arc<ImageScores> {
    let make = || per_image(predictions.rows(), &run.samples.test, run);
    let mut recorded = run.predictions.iter();
    let epochs = recorded.find(|(_, each)| std::ptr::eq(&each.test, predictions));
    match epochs {
        Some((epochs, _)) => run.known.scores.get(Some(*epochs), make),
        None => Arc::new(make()),
    }
}

/// Scores of each validation image for `predictions`.
pub(crate) fn validation_scores(predictions: &Table, run: &RunData) -> ImageScores {
    per_image(predictions.rows(), &run.samples.validation, run)
}

/// Scores of each test image for predicting the mean training face.
pub(crate) fn constant_image_scores(run: &RunData) -> Arc<ImageScores> {
    let face = &run.record.constant_face.face;
    let make = || per_image(std::iter::repeat(face.as_slice()), &run.samples.test, run);
    run.known.scores.get(None, make)
}

/// Inter-ocular NME of one image, as a fraction; not a number where the scheme has no such length.
pub(crate) fn image_nme(prediction: &[f32], truth: &[f32], run: &RunData) -> f64 {
    let between = run.scheme.normalizer("inter-ocular");
    let [prediction, truth] = [prediction, truth].map(crop_pixels);
    between.map_or(f64::NAN, |ends| {
        nme(&prediction, &truth, Normalizer::Between(ends))
    })
}

fn per_image<'a>(
    predictions: impl Iterator<Item = &'a [f32]>,
    set: &SampleSet,
    run: &RunData,
) -> ImageScores {
    let input_size = run.samples.input_size;
    let between = |name| run.scheme.normalizer(name).map(Normalizer::Between);
    let mut scores = ImageScores {
        pixel_error: Vec::new(),
        original_pixel_error: Vec::new(),
        nme: Vec::new(),
        nme_inter_pupil: Vec::new(),
        nme_box: Vec::new(),
    };
    let images = set.samples.iter().zip(set.truth.rows());
    for ((sample, truth), prediction) in images.zip(predictions) {
        let (truth, prediction) = (crop_pixels(truth), crop_pixels(prediction));
        let error = mean_landmark_error(&prediction, &truth);
        scores.pixel_error.push(error);
        let scale = original_per_crop_pixel(sample, input_size);
        let [original, original_truth] = [&prediction, &truth].map(|face| to_original(face, scale));
        let error = mean_landmark_error(&original, &original_truth);
        scores.original_pixel_error.push(error);
        for (errors, normalizer) in [
            (&mut scores.nme, between("inter-ocular")),
            (&mut scores.nme_inter_pupil, between("inter-pupil")),
            (&mut scores.nme_box, Some(Normalizer::Box)),
        ] {
            // A scheme may lack such a length.
            errors.push(normalizer.map_or(f64::NAN, |by| nme(&prediction, &truth, by)));
        }
    }
    scores
}
