//! Which images predictions are kept for.

use faceoff_config::OUTPUTS;
use faceoff_data::{Face, FaceSet, Pipeline};
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
    /// The training images that the train loss is re-measured on. Its first are those of
    /// `samples.train`.
    pub(crate) fixed: Vec<Face>,
    /// True landmarks of their evaluation crops.
    pub(crate) fixed_truth: Table,
}

impl Chosen {
    /// The training images that predictions are kept for, in the order of `samples.train`.
    pub(crate) fn pictured(&self) -> &[Face] {
        &self.fixed[..self.samples.train.samples.len()]
    }
}

pub(crate) fn choose(faces: &FaceSet, input_size: usize) -> Chosen {
    let pipeline = Pipeline::new(input_size);
    let mut picked = order(0, faces.train.len());
    picked.truncate((faces.train.len() / TRAINED_FOR_ONE).clamp(TRAIN_PICTURES, REMEASURED));
    let fixed: Vec<Face> = picked.iter().map(|&i| faces.train[i].clone()).collect();
    let train = &fixed[..fixed.len().min(TRAIN_PICTURES)];
    let samples = Samples {
        input_size,
        test: sample_set(&pipeline, &faces.test, order(1, faces.test.len())),
        train: sample_set(&pipeline, train, (0..train.len()).collect()),
    };
    Chosen {
        samples,
        fixed_truth: truth(&fixed, input_size),
        fixed,
    }
}

fn order(set: u64, count: usize) -> Vec<usize> {
    Stream::new(0, Purpose::Pictures, &[set]).permutation(count)
}

fn sample_set(pipeline: &Pipeline, faces: &[Face], picture_order: Vec<usize>) -> SampleSet {
    let mut truth = Table {
        columns: OUTPUTS,
        values: Vec::with_capacity(faces.len() * OUTPUTS),
    };
    let mut samples = Vec::with_capacity(faces.len());
    for (index, face) in faces.iter().enumerate() {
        let geometry = pipeline.evaluation_crop(face, index);
        truth.values.extend(pipeline.target(face, &geometry));
        samples.push(Sample {
            file: face.file.clone(),
            person: face.person.clone(),
            original: geometry.original,
            resized: geometry.resized,
            corner: geometry.corner,
        });
    }
    SampleSet {
        samples,
        truth,
        picture_order,
    }
}

/// The true landmarks of the evaluation crops of `faces`.
pub(crate) fn truth(faces: &[Face], input_size: usize) -> Table {
    sample_set(&Pipeline::new(input_size), faces, Vec::new()).truth
}
