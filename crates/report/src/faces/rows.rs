//! What a network predicted for each crop.

use std::collections::HashMap;

use faceoff_record::{Predictions, Sample, Table};
use faceoff_spec::ImageSet;

use crate::study::{RunData, predictions_of, samples_of};

/// What tells one crop from another.
type Key<'a> = (&'a str, [usize; 2], [usize; 2]);

/// Predictions for crops, which runs on other images may have too.
pub(super) struct Rows<'a>(HashMap<Key<'a>, &'a [f32]>);

impl<'a> Rows<'a> {
    /// What `predictions` of `run` say of its images of `set`.
    pub(super) fn of(run: &'a RunData, predictions: &'a Predictions, set: ImageSet) -> Self {
        let samples = &samples_of(&run.samples, set).samples;
        let rows = Table::rows(predictions_of(predictions, set));
        Self(samples.iter().map(key).zip(rows).collect())
    }

    /// The prediction for the crop of `sample`; `None` where there is none.
    pub(super) fn get(&self, sample: &Sample) -> Option<&'a [f32]> {
        self.0.get(&key(sample)).copied()
    }
}

fn key(sample: &Sample) -> Key<'_> {
    (&sample.file, sample.resized, sample.corner)
}
