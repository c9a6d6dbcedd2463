//! Which images predictions are kept for.

use faceoff_config::OUTPUTS;
use faceoff_data::{Face, FaceSet, Pipeline};
use faceoff_random::{Purpose, Stream};
use faceoff_record::{Sample, SampleSet, Samples, Table};

/// Training images that predictions are kept for: enough for contact sheets, few enough for
/// records to stay small.
const TRAIN_PICTURES: usize = 64;

/// The evaluation crops of every test image, and of a seeded choice of training images. They
/// depend on the data alone, so that all runs on it are compared on the same crops.
pub(crate) struct Chosen {
    pub(crate) samples: Samples,
    /// The chosen training images, in the order of `samples.train`.
    pub(crate) train: Vec<Face>,
}

pub(crate) fn choose(faces: &FaceSet, input_size: usize) -> Chosen {
    let pipeline = Pipeline::new(input_size);
    let mut picked = order(0, faces.train.len());
    picked.truncate(TRAIN_PICTURES);
    let train: Vec<Face> = picked.iter().map(|&i| faces.train[i].clone()).collect();
    let samples = Samples {
        input_size,
        test: sample_set(&pipeline, &faces.test, order(1, faces.test.len())),
        train: sample_set(&pipeline, &train, (0..train.len()).collect()),
    };
    Chosen { samples, train }
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
