//! The part of a record that belongs to the training images, or to the test images.

use faceoff_record::{Predictions, SampleSet, Samples, Table};
use faceoff_spec::ImageSet;

/// The images of a set.
pub(crate) fn samples_of(samples: &Samples, set: ImageSet) -> &SampleSet {
    match set {
        ImageSet::Train => &samples.train,
        ImageSet::Test => &samples.test,
    }
}

/// What a network predicted for a set.
pub(crate) fn predictions_of(predictions: &Predictions, set: ImageSet) -> &Table {
    match set {
        ImageSet::Train => &predictions.train,
        ImageSet::Test => &predictions.test,
    }
}
