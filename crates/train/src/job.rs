//! What is to be trained.

use candle_core::Device;
use faceoff_data::FaceSet;
use faceoff_landmarks::Scheme;
use faceoff_model::Sizes;
use faceoff_record::{DataDescription, Environment};
use faceoff_spec::RunSpec;

use crate::error::Error;

/// One run to be trained.
#[derive(Debug)]
pub struct Job<'a> {
    /// The run's identity, and the name of its folder.
    pub id: &'a str,
    /// What is trained.
    pub config: &'a RunSpec,
    /// What it is trained and tested on: already split and cut to the images used.
    pub faces: &'a FaceSet,
    /// The same in words and numbers.
    pub data: &'a DataDescription,
    /// Where it is trained.
    pub environment: &'a Environment,
    /// The device tensors live on.
    pub device: &'a Device,
}

impl Job<'_> {
    pub(crate) fn tensor_error(&self, source: candle_core::Error) -> Error {
        Error::Tensor {
            run: self.id.to_owned(),
            source,
        }
    }
}

/// What goes into the network of `config` and what comes out of it, for faces of `scheme`.
pub(crate) fn sizes(config: &RunSpec, scheme: &Scheme) -> Sizes {
    Sizes {
        image: config.data.input_size,
        outputs: scheme.outputs(),
    }
}
