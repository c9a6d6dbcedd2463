//! How long a step takes on this machine.

use std::time::Instant;

use candle_core::{DType, Device, Tensor};
use faceoff_kernels::{Optimizer, mean_loss};
use faceoff_landmarks::Scheme;
use faceoff_model::{Network, Step};
use faceoff_spec::RunSpec;

use crate::error::Error;
use crate::job::sizes;

/// Steps that are timed; the quickest counts, since anything else on the machine only adds.
const STEPS: u64 = 3;
/// Images that are predicted to time that.
const PREDICTED: usize = 64;

/// What the parts of a run's training take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepTime {
    /// Seconds of a training step.
    pub step: f64,
    /// Seconds of predicting one image, of many at once.
    pub prediction: f64,
}

/// What a training step of `config` takes on `images` training images with the landmarks of
/// `scheme`, and what predicting takes, measured on grey images.
///
/// # Errors
/// When the network does not fit the images or a tensor operation fails.
pub fn time_step(
    config: &RunSpec,
    scheme: &Scheme,
    images: usize,
    device: &Device,
) -> Result<StepTime, Error> {
    let spec = &config.train;
    let sizes = sizes(config, scheme);
    let side = sizes.image;
    let network = Network::new(&config.model, sizes, spec.seed, device)?;
    let grey = |count| Tensor::full(0.5f32, (count, 1, side, side), device);
    let steps = || -> candle_core::Result<StepTime> {
        let mut optimizer = Optimizer::new(spec.optimizer, network.parameters().to_vec())?;
        let batch = spec.batch_size.min(images).max(1);
        let images = grey(batch)?;
        let truth = Tensor::zeros((batch, sizes.outputs), DType::F32, device)?;
        let mut step = f64::INFINITY;
        for number in 0..STEPS {
            let clock = Instant::now();
            let place = Step {
                seed: spec.seed,
                number,
            };
            let predictions = network.forward_train(&images, place)?;
            let loss = mean_loss(spec.loss, &predictions, &truth)?;
            optimizer.step(&faceoff_kernels::backward(&loss)?, spec.learning_rate)?;
            device.synchronize()?;
            step = step.min(clock.elapsed().as_secs_f64());
        }
        let images = grey(PREDICTED)?;
        let clock = Instant::now();
        network.forward(&images)?;
        device.synchronize()?;
        let prediction = clock.elapsed().as_secs_f64() / PREDICTED as f64;
        Ok(StepTime { step, prediction })
    };
    steps().map_err(|source| Error::Tensor {
        run: "being timed".to_owned(),
        source,
    })
}
