//! Which images predictions are kept for.

use faceoff_config::OUTPUTS;
use faceoff_data::{Face, FaceSet, View, evaluation_views, targets};
use faceoff_random::{Purpose, Stream};
use faceoff_record::{Sample, SampleSet, Samples, Table};

/// Training images that predictions are kept for: enough for contact sheets, few enough for
/// records to stay small.
const TRAIN_PICTURES: usize = 64;

/// Training images that the train loss is re-measured on, at most. The mean of 256 losses is
/// within 6 % of the spread of single ones of the mean over all, and they are answered in a third
/// of the time of a test set of 770.
const REMEASURED: usize = 256;

/// One image is answered again for this many that are trained on, in small sets too (but never
/// fewer than predictions are kept for): an evaluation then adds a few percent to its epoch.
const TRAINED_FOR_ONE: usize = 8;

/// The evaluation crops of every test image, and of a seeded choice of training images. They
/// depend on the data alone, so that all runs on it are compared on the same crops.
pub(crate) struct Chosen {
    pub(crate) samples: Samples,
    /// Every test image.
    pub(crate) test: Vec<View>,
    /// The training images that the train loss is re-measured on. Its first are those of
    /// `samples.train`.
    pub(crate) fixed: Vec<View>,
    /// True landmarks of their evaluation crops.
    pub(crate) fixed_truth: Table,
}

impl Chosen {
    /// The training images that predictions are kept for, in the order of `samples.train`.
    pub(crate) fn pictured(&self) -> &[View] {
        &self.fixed[..self.samples.train.samples.len()]
    }
}

pub(crate) fn choose(faces: &FaceSet, input_size: usize) -> Chosen {
    let (train, test) = (&faces.train, &faces.test);
    let mut picked = order(0, train.len());
    picked.truncate((train.len() / TRAINED_FOR_ONE).clamp(TRAIN_PICTURES, REMEASURED));
    let fixed = evaluation_views(train, input_size, picked);
    let pictured = &fixed[..fixed.len().min(TRAIN_PICTURES)];
    let views = evaluation_views(test, input_size, 0..test.len());
    let samples = Samples {
        input_size,
        test: sample_set(test, &views, order(1, test.len())),
        train: sample_set(train, pictured, (0..pictured.len()).collect()),
    };
    Chosen {
        samples,
        test: views,
        fixed_truth: truth(train, &fixed),
        fixed,
    }
}

fn order(set: u64, count: usize) -> Vec<usize> {
    Stream::new(0, Purpose::Pictures, &[set]).permutation(count)
}

fn sample_set(faces: &[Face], views: &[View], picture_order: Vec<usize>) -> SampleSet {
    let sample = |view: &View| Sample {
        file: faces[view.face].file.clone(),
        person: faces[view.face].person.clone(),
        original: view.geometry.original,
        resized: view.geometry.resized,
        corner: view.geometry.corner,
    };
    SampleSet {
        samples: views.iter().map(sample).collect(),
        truth: truth(faces, views),
        picture_order,
    }
}

/// The true landmarks in `views` of `faces`.
pub(crate) fn truth(faces: &[Face], views: &[View]) -> Table {
    Table {
        columns: OUTPUTS,
        values: targets(faces, views),
    }
}
