//! The entries with predictions for the test images: what error curves, regions and landmark maps
//! start from.

use std::sync::Arc;

use faceoff_measure::{mean, mean_errors_by_landmark};
use faceoff_record::Predictions;
use faceoff_spec::{Color, Comparison};

use super::image_scores::ImageScores;
use super::images::{constant_image_scores, image_scores};
use crate::format::seeds_note;
use crate::study::{EntryData, RunData, StudyData, crop_pixels, label, same_images};

/// An entry that has predictions, of one seed or several.
pub(crate) struct Tested<'a> {
    pub(crate) name: String,
    pub(crate) entry: EntryData<'a>,
    /// What each seed predicted, with its run.
    predictions: Vec<(&'a Predictions, &'a RunData)>,
}

/// A constant mean face on one set of test images.
pub(crate) struct Constant<'a> {
    pub(crate) name: String,
    /// Colour of the entry it was made for.
    pub(crate) color: Color,
    run: &'a RunData,
}

/// The entries of `comparison` with predictions, in order.
pub(crate) fn tested<'a>(data: &'a StudyData, comparison: &'a Comparison) -> Vec<Tested<'a>> {
    let entries = data.entries(comparison);
    let tested = entries.iter().map(|entry| Tested {
        name: label::name_of_shown(entry, &entries),
        entry: *entry,
        predictions: entry.predictions_by_seed(),
    });
    tested.filter(|each| !each.predictions.is_empty()).collect()
}

/// Names of the entries that have a record but no predictions yet.
pub(crate) fn without_predictions(data: &StudyData, comparison: &Comparison) -> Vec<String> {
    let entries = data.entries(comparison);
    let without = entries
        .iter()
        .filter(|entry| entry.predictions_by_seed().is_empty());
    without.map(|entry| label::name(entry, &entries)).collect()
}

/// The constant mean faces to compare `tested` with: one, unless entries were trained or tested on
/// different images.
pub(crate) fn constants<'a>(tested: &[Tested<'a>]) -> Vec<Constant<'a>> {
    let mut firsts: Vec<&Tested<'a>> = Vec::new();
    for each in tested {
        let known = |other: &&Tested<'a>| {
            same_images(other.entry.run, each.entry.run)
                && other.entry.run.record.constant_face.face
                    == each.entry.run.record.constant_face.face
        };
        if !firsts.iter().any(known) {
            firsts.push(each);
        }
    }
    let several = firsts.len() > 1;
    let constant = |first: &&Tested<'a>| Constant {
        name: match several {
            true => format!("Mean face for every image, as for {}", first.name),
            false => "Mean face for every image".to_owned(),
        },
        color: first.entry.entry.color,
        run: first.entry.run,
    };
    firsts.iter().map(constant).collect()
}

/// Whether the entries were tested on different images, so that their errors do not compare.
pub(crate) fn differ_in_images(tested: &[Tested<'_>]) -> bool {
    tested
        .windows(2)
        .any(|pair| !same_images(pair[0].entry.run, pair[1].entry.run))
}

/// What to say where they were.
pub(crate) const DIFFERENT_IMAGES: &str = "not all entries were tested on the same images";

impl Tested<'_> {
    /// `n = 5 seeds`; nothing of one.
    pub(crate) fn seeds_note(&self) -> Option<String> {
        let seeds = self.predictions.len();
        (seeds > 1).then(|| seeds_note(seeds))
    }

    fn scores(&self) -> impl Iterator<Item = Arc<ImageScores>> + '_ {
        let seeds = self.predictions.iter();
        seeds.map(|(predictions, run)| image_scores(&predictions.test, run))
    }

    /// Inter-ocular NME of each test image: a row for each seed.
    pub(crate) fn nme_by_seed(&self) -> Vec<Vec<f64>> {
        self.scores().map(|scores| scores.nme.clone()).collect()
    }

    /// The same, one seed after the other.
    pub(crate) fn nme(&self) -> Vec<f64> {
        self.nme_by_seed().concat()
    }

    /// Mean error of each landmark, in pixels of the 224×224 crop, over all seeds.
    pub(crate) fn errors_by_landmark(&self) -> Vec<f64> {
        let by_seed: Vec<Vec<f64>> = self
            .predictions
            .iter()
            .map(|(predictions, run)| errors_by_landmark(predictions.test.rows(), run))
            .collect();
        let landmarks = by_seed.first().map_or(0, Vec::len);
        (0..landmarks)
            .map(|index| mean(&by_seed.iter().map(|seed| seed[index]).collect::<Vec<_>>()))
            .collect()
    }

    /// The mean of the ground truths of the test images, in pixels of the 224×224 crop.
    pub(crate) fn mean_truth(&self) -> Vec<[f64; 2]> {
        mean_truth(self.entry.run)
    }

    /// How many of the test images have a prediction that is not finite.
    fn not_finite(&self) -> usize {
        let seeds = self.predictions.iter();
        let rows = seeds.flat_map(|(predictions, _)| predictions.test.rows());
        rows.filter(|row| row.iter().any(|value| !value.is_finite()))
            .count()
    }

    /// `3 of 60 predictions not finite`, if any.
    pub(crate) fn not_finite_note(&self) -> Option<String> {
        let runs = self.predictions.iter().map(|(_, run)| run);
        let images: usize = runs.map(|run| run.samples.test.samples.len()).sum();
        match self.not_finite() {
            0 => None,
            some => Some(format!("{some} of {images} predictions not finite")),
        }
    }

    /// Whether its errors are below those of the mean face: it learned something.
    pub(crate) fn beats_the_mean_face(&self) -> bool {
        let own: Vec<f64> = self
            .scores()
            .flat_map(|each| each.pixel_error.clone())
            .collect();
        mean(&own) < mean(&constant_image_scores(self.entry.run).pixel_error)
    }
}

/// The mean of the ground truths of the test images of `run`, in pixels of the 224×224 crop.
pub(crate) fn mean_truth(run: &RunData) -> Vec<[f64; 2]> {
    let truth = &run.samples.test.truth;
    let mut sums = vec![0.0; truth.columns];
    for row in truth.rows() {
        for (sum, value) in sums.iter_mut().zip(crop_pixels(row)) {
            *sum += f64::from(value);
        }
    }
    let count = truth.rows().count() as f64;
    let landmarks = sums.chunks_exact(2);
    landmarks.map(|at| [at[0] / count, at[1] / count]).collect()
}

impl Constant<'_> {
    /// Inter-ocular NME of each test image.
    pub(crate) fn nme(&self) -> Vec<f64> {
        constant_image_scores(self.run).nme.clone()
    }

    /// Mean error of each landmark, in pixels of the 224×224 crop.
    pub(crate) fn errors_by_landmark(&self) -> Vec<f64> {
        let face = &self.run.record.constant_face.face;
        errors_by_landmark(std::iter::repeat(face.as_slice()), self.run)
    }
}

fn errors_by_landmark<'a>(predictions: impl Iterator<Item = &'a [f32]>, run: &RunData) -> Vec<f64> {
    let truth = run.samples.test.truth.rows();
    let images: Vec<_> = predictions
        .zip(truth)
        .map(|(prediction, truth)| (crop_pixels(prediction), crop_pixels(truth)))
        .collect();
    let images = images.iter();
    mean_errors_by_landmark(
        images.map(|(prediction, truth)| (prediction.as_slice(), truth.as_slice())),
    )
}
