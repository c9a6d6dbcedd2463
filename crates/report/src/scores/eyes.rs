//! Test images whose outer eye corners lie nearly in one place, as annotators put them for faces in
//! profile: an error divided by their distance says nothing, and a few of them make a mean NME large.

use faceoff_measure::{Normalizer, median};
use faceoff_spec::Comparison;
use serde::Serialize;

use super::tested::tested;
use super::without::{Without, without};
use crate::format::percent;
use crate::study::{RunData, StudyData, crop_pixels};

/// Eye corners are nearly in one place where they are nearer than this share of their median distance
/// over the test images. Turning a head by 60° halves it; a fifth is a turn by 78°, from where on
/// one of the corners cannot be seen.
const NEAR: f64 = 0.2;

/// Test images whose outer eye corners lie nearly in one place, and what they do to the NME of the
/// entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct EyesTogether(pub(crate) Without);

/// The test images of `comparison` whose outer eye corners lie nearly in one place; `None` where
/// there are none.
pub(crate) fn eyes_together(data: &StudyData, comparison: &Comparison) -> Option<EyesTogether> {
    without(&tested(data, comparison), near).map(EyesTogether)
}

/// Of each test image of `run` whether its eye corners are that near.
fn near(run: &RunData) -> Vec<bool> {
    let truths = run.samples.test.truth.rows();
    let Some(between) = run.scheme.normalizer("inter-ocular") else {
        return truths.map(|_| false).collect();
    };
    let length = |truth: &[f32]| {
        let length = Normalizer::Between(between).length(&crop_pixels(truth));
        length.unwrap_or(0.0)
    };
    let lengths: Vec<f64> = truths.map(length).collect();
    let usual = median(&lengths).unwrap_or(0.0);
    lengths
        .iter()
        .map(|&length| length < NEAR * usual || length == 0.0)
        .collect()
}

impl EyesTogether {
    /// `In 1 of 5 test images the outer eye corners …`
    pub(crate) fn words(&self) -> String {
        let Self(eyes) = self;
        let medians = eyes.entries.iter();
        let medians = medians.map(|entry| format!("{} {}", entry.name, percent(entry.nme_median)));
        let medians: Vec<String> = medians.collect();
        format!(
            "In {} the outer eye corners of the ground truth lie nearly in one place ({}): divided by \
             their distance, any error is large, and a mean NME is what {}. NME without {}: {}. Median \
             over all images: {}.",
            eyes.counted(),
            eyes.named(),
            match eyes.files.len() {
                1 => "that image makes it",
                _ => "those images make it",
            },
            eyes.them(),
            eyes.nme(),
            medians.join("; ")
        )
    }

    /// The same for the small print of a table.
    pub(crate) fn note(&self) -> String {
        let Self(eyes) = self;
        format!(
            "NME: in {} the outer eye corners lie nearly in one place ({}), so that a mean says little; \
             the median, AUC and FR stand beside it.",
            eyes.counted(),
            eyes.named()
        )
    }
}
