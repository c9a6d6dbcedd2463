//! Test images whose crop does not show the face: no network can find it there, and a few of them
//! make a mean error large.

use faceoff_record::SampleSet;
use faceoff_spec::Comparison;
use serde::Serialize;

use super::tested::tested;
use super::without::{Without, without};
use crate::study::{CROP, StudyData, crop_pixels};

/// Test images whose crop misses the face, and what they do to the errors of the entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct MissedFaces(pub(crate) Without);

/// The test images of `comparison` whose crop misses the face: more than half of the
/// landmarks of the ground truth lie outside. `None` where there are none.
pub(crate) fn missed_faces(data: &StudyData, comparison: &Comparison) -> Option<MissedFaces> {
    let tested = tested(data, comparison);
    without(&tested, |run| missed(&run.samples.test).collect()).map(MissedFaces)
}

/// Of each image of `set` whether its crop misses the face.
pub(crate) fn missed(set: &SampleSet) -> impl Iterator<Item = bool> + '_ {
    set.truth.rows().map(|truth| {
        let truth = crop_pixels(truth);
        let points = truth.as_chunks::<2>().0;
        let inside = |point: &&[f32; 2]| {
            let mut along = point.iter();
            along.all(|at| (0.0..=CROP).contains(&f64::from(*at)))
        };
        2 * points.iter().filter(inside).count() < points.len()
    })
}

impl MissedFaces {
    /// `The crop of 1 of 848 test images misses the face …`
    pub(crate) fn words(&self) -> String {
        let Self(missed) = self;
        let (miss, counts) = match missed.files.len() {
            1 => ("misses the face", "it counts"),
            _ => ("miss the face", "they count"),
        };
        format!(
            "The crop of {} {miss}: more than half of the landmarks lie beside it ({}). No network can \
             see them, but {counts} in every number. NME without {}: {}.",
            missed.counted(),
            missed.named(),
            missed.them(),
            missed.nme()
        )
    }
}
