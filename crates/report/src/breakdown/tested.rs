//! Who answered which images: what every part of a breakdown starts from.

use faceoff_measure::{mean, mean_errors_by_point};
use faceoff_record::Predictions;
use faceoff_spec::{Color, Comparison};

use crate::label;
use crate::pixels::crop_pixels;
use crate::scores::{ImageScores, constant_image_scores, image_scores};
use crate::seeds::seeds_note;
use crate::study_data::{EntryData, RunData, StudyData};
use crate::table::same_images;

/// An entry that has answers, of one seed or several.
pub(super) struct Tested<'a> {
    pub(super) name: String,
    pub(super) entry: EntryData<'a>,
    /// What each seed answered, with its run.
    answers: Vec<(&'a Predictions, &'a RunData)>,
}

/// A constant mean face on one set of test images.
pub(super) struct Constant<'a> {
    pub(super) name: String,
    /// Colour of the entry it was made for.
    pub(super) color: Color,
    run: &'a RunData,
}

/// The entries of `comparison` with answers, in order.
pub(super) fn tested<'a>(data: &'a StudyData, comparison: &'a Comparison) -> Vec<Tested<'a>> {
    let entries = data.entries(comparison);
    let tested = entries.iter().map(|entry| Tested {
        name: label::name_of_shown(entry, &entries),
        entry: *entry,
        answers: entry.answers(),
    });
    tested.filter(|each| !each.answers.is_empty()).collect()
}

/// Names of the entries that have a record but no answers yet.
pub(super) fn unanswered(data: &StudyData, comparison: &Comparison) -> Vec<String> {
    let entries = data.entries(comparison);
    let without = entries.iter().filter(|entry| entry.answers().is_empty());
    without.map(|entry| label::name(entry, &entries)).collect()
}

/// The constant mean faces to compare `tested` with: one, unless entries were trained or tested on
/// different images.
pub(super) fn constants<'a>(tested: &[Tested<'a>]) -> Vec<Constant<'a>> {
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
pub(super) fn differ_in_images(tested: &[Tested<'_>]) -> bool {
    tested
        .windows(2)
        .any(|pair| !same_images(pair[0].entry.run, pair[1].entry.run))
}

/// What to say where they were.
pub(super) const DIFFERENT_IMAGES: &str = "not all entries were tested on the same images";

impl Tested<'_> {
    /// `n = 5 seeds`; nothing of one.
    pub(super) fn seeds_note(&self) -> Option<String> {
        let seeds = self.answers.len();
        (seeds > 1).then(|| seeds_note(seeds))
    }

    fn scores(&self) -> impl Iterator<Item = ImageScores> + '_ {
        let answers = self.answers.iter();
        answers.map(|(answers, run)| image_scores(&answers.test, &run.samples))
    }

    /// Inter-ocular NME of each test image: a row a seed.
    pub(super) fn nme_by_seed(&self) -> Vec<Vec<f64>> {
        self.scores().map(|scores| scores.nme).collect()
    }

    /// The same, one seed after the other.
    pub(super) fn nme(&self) -> Vec<f64> {
        self.nme_by_seed().concat()
    }

    /// Mean error of each of the 68 landmarks, in pixels of the 224×224 crop, over all seeds.
    pub(super) fn errors_by_point(&self) -> Vec<f64> {
        let by_seed: Vec<Vec<f64>> = self
            .answers
            .iter()
            .map(|(answers, run)| errors_by_point(answers.test.rows(), run))
            .collect();
        let points = by_seed.first().map_or(0, Vec::len);
        (0..points)
            .map(|point| mean(&by_seed.iter().map(|seed| seed[point]).collect::<Vec<_>>()))
            .collect()
    }

    /// The mean of the true test faces, in pixels of the 224×224 crop.
    pub(super) fn mean_truth(&self) -> Vec<[f64; 2]> {
        let truth = &self.entry.run.samples.test.truth;
        let mut sums = vec![0.0; truth.columns];
        for row in truth.rows() {
            for (sum, value) in sums.iter_mut().zip(crop_pixels(row)) {
                *sum += f64::from(value);
            }
        }
        let count = truth.rows().count() as f64;
        let points = sums.chunks_exact(2);
        points.map(|p| [p[0] / count, p[1] / count]).collect()
    }

    /// How many of the test images have an answer that is not finite.
    pub(super) fn not_finite(&self) -> usize {
        let answers = self.answers.iter();
        let rows = answers.flat_map(|(answers, _)| answers.test.rows());
        rows.filter(|row| row.iter().any(|value| !value.is_finite()))
            .count()
    }

    /// `3 of 60 answers are not finite`, if any.
    pub(super) fn not_finite_note(&self) -> Option<String> {
        let runs = self.answers.iter().map(|(_, run)| run);
        let images: usize = runs.map(|run| run.samples.test.samples.len()).sum();
        match self.not_finite() {
            0 => None,
            some => Some(format!("{some} of {images} answers not finite")),
        }
    }

    /// Whether its errors are below those of the mean face: it learned something.
    pub(super) fn beats_the_mean_face(&self) -> bool {
        let own: Vec<f64> = self.scores().flat_map(|each| each.pixel_error).collect();
        mean(&own) < mean(&constant_image_scores(self.entry.run).pixel_error)
    }
}

impl Constant<'_> {
    /// Inter-ocular NME of each test image.
    pub(super) fn nme(&self) -> Vec<f64> {
        constant_image_scores(self.run).nme
    }

    /// Mean error of each of the 68 landmarks, in pixels of the 224×224 crop.
    pub(super) fn errors_by_point(&self) -> Vec<f64> {
        let face = &self.run.record.constant_face.face;
        errors_by_point(std::iter::repeat(face.as_slice()), self.run)
    }
}

fn errors_by_point<'a>(answers: impl Iterator<Item = &'a [f32]>, run: &RunData) -> Vec<f64> {
    let truth = run.samples.test.truth.rows();
    let images: Vec<_> = answers
        .zip(truth)
        .map(|(answer, truth)| (crop_pixels(answer), crop_pixels(truth)))
        .collect();
    let images = images.iter();
    mean_errors_by_point(images.map(|(answer, truth)| (answer.as_slice(), truth.as_slice())))
}
