//! Which images the network is evaluated on, and for which its predictions are kept.

use faceoff_data::{Face, FaceSet, View, evaluation_views, targets};
use faceoff_landmarks::Scheme;
use faceoff_random::{Purpose, Stream};
use faceoff_record::{Sample, SampleSet, Samples, Table};

/// Training images that predictions are kept for: enough for contact sheets, few enough for
/// records to stay small.
const KEPT_TRAIN_IMAGES: usize = 64;

/// Training images that the train loss is re-measured on, at most. The mean of 256 losses is
/// within 6 % of the spread of single ones of the mean over all, and predicting them takes a third
/// of the time that a test set of 770 takes.
const REMEASURED: usize = 256;

/// One image is predicted again for this many that are trained on, in small sets too (but never
/// fewer than predictions are kept for): an evaluation then adds a few percent to its epoch.
const TRAINED_FOR_ONE: usize = 8;

/// The evaluation crops of every test image, and of a seeded choice of training images. They
/// depend on the data alone, so that all runs on it are compared on the same crops.
pub(crate) struct EvaluationImages {
    /// The images that predictions are kept for, as they are recorded.
    pub(crate) samples: Samples,
    /// Every test image.
    pub(crate) test: Vec<View>,
    /// Every validation image.
    pub(crate) validation: Vec<View>,
    /// The training images that the train loss is re-measured on. Its first are those of
    /// `samples.train`.
    pub(crate) train: Vec<View>,
    /// The ground truth of their evaluation crops.
    pub(crate) train_truth: Table,
}

impl EvaluationImages {
    /// The training images that predictions are kept for, in the order of `samples.train`.
    pub(crate) fn predicted_train(&self) -> &[View] {
        &self.train[..self.samples.train.samples.len()]
    }
}

/// The images of `faces` that a network for `input_size`×`input_size` pixels is evaluated on.
pub(crate) fn choose(faces: &FaceSet, input_size: usize) -> EvaluationImages {
    let (train, test, scheme) = (&faces.train, &faces.test, faces.scheme());
    let mut picked = order(0, train.len());
    picked.truncate(remeasured(train.len()));
    let views_of_train = evaluation_views(train, input_size, picked);
    let kept = &views_of_train[..views_of_train.len().min(KEPT_TRAIN_IMAGES)];
    let views = evaluation_views(test, input_size, 0..test.len());
    let chosen_by = &faces.validation;
    let validation = evaluation_views(chosen_by, input_size, 0..chosen_by.len());
    let samples = Samples {
        input_size,
        test: sample_set(scheme, test, &views, order(1, test.len())),
        train: sample_set(scheme, train, kept, (0..kept.len()).collect()),
        validation: sample_set(scheme, chosen_by, &validation, order(2, chosen_by.len())),
    };
    EvaluationImages {
        samples,
        test: views,
        validation,
        train_truth: ground_truth(scheme, train, &views_of_train),
        train: views_of_train,
    }
}

/// How many of so many training images the train loss is re-measured on.
pub fn remeasured(train_images: usize) -> usize {
    let wanted = (train_images / TRAINED_FOR_ONE).clamp(KEPT_TRAIN_IMAGES, REMEASURED);
    wanted.min(train_images)
}

/// The seeded order in which images are chosen from a set.
fn order(set: u64, count: usize) -> Vec<usize> {
    Stream::new(0, Purpose::Pictures, &[set]).permutation(count)
}

fn sample_set(
    scheme: &Scheme,
    faces: &[Face],
    views: &[View],
    image_order: Vec<usize>,
) -> SampleSet {
    let sample = |view: &View| Sample {
        file: faces[view.face].file.clone(),
        person: faces[view.face].person.clone(),
        original: view.geometry.original,
        resized: view.geometry.resized,
        corner: view.geometry.corner,
    };
    SampleSet {
        samples: views.iter().map(sample).collect(),
        truth: ground_truth(scheme, faces, views),
        sheet_order: image_order,
    }
}

/// The ground truth of `views` of `faces`, which have the landmarks of `scheme`.
pub(crate) fn ground_truth(scheme: &Scheme, faces: &[Face], views: &[View]) -> Table {
    Table {
        columns: scheme.outputs(),
        values: targets(faces, views),
    }
}
