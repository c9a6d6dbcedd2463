//! What a run computes.

use faceoff_data::Summary;
use faceoff_landmarks::Scheme;
use faceoff_model::{Sizes, multiplications};
use faceoff_plan::RunRecord;
use faceoff_spec::RunSpec;
use faceoff_train::remeasured;

use crate::error::Error;

/// How many times as much training on an image computes as predicting it: the gradients of a layer's
/// weights and of its input are products as large as its own.
const TRAINING: f64 = 3.0;

/// What an epoch of a run computes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Work {
    /// Images trained on in an epoch.
    pub(crate) trained: usize,
    /// Images predicted in an evaluation.
    pub(crate) evaluated: usize,
    /// Multiplications that predicting one image takes.
    pub(crate) multiplications: f64,
}

impl Work {
    /// That of a run on as many images as `images` says.
    ///
    /// # Errors
    /// A network that does not fit the images.
    pub(crate) fn new(spec: &RunSpec, scheme: &Scheme, images: &Summary) -> Result<Self, Error> {
        let counts = [
            images.train_images,
            images.test_images,
            images.validation_images,
        ];
        Self::of(spec, scheme, counts)
    }

    /// That of a recorded run; `None` where its network is none by now.
    pub(crate) fn recorded(record: &RunRecord) -> Option<Self> {
        let data = &record.data;
        let counts = [data.train_images, data.test_images, data.validation_images];
        Self::of(&record.config, Scheme::named(&data.scheme)?, counts).ok()
    }

    /// Multiplications of `epochs` epochs of a run of `spec`.
    pub(crate) fn of_epochs(&self, spec: &RunSpec, epochs: usize) -> f64 {
        let evaluated = self.evaluated as f64 / spec.train.evaluate_every.max(1) as f64;
        epochs as f64 * (TRAINING * self.trained as f64 + evaluated) * self.multiplications
    }

    fn of(
        spec: &RunSpec,
        scheme: &Scheme,
        [train, test, validation]: [usize; 3],
    ) -> Result<Self, Error> {
        let sizes = Sizes {
            image: spec.data.input_size,
            outputs: scheme.outputs(),
        };
        Ok(Self {
            trained: train,
            evaluated: test + validation + remeasured(train),
            multiplications: multiplications(&spec.model, sizes)? as f64,
        })
    }
}
