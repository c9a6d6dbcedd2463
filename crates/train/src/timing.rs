//! How long a step takes on this machine.

use std::time::Instant;

use candle_core::{Device, Tensor};
use faceoff_kernels::{Optimizer, mean_loss};
use faceoff_landmarks::Scheme;
use faceoff_model::{Network, Step};
use faceoff_spec::RunSpec;

use crate::error::Error;
use crate::job::sizes;

/// Steps that are timed; the quickest counts, since anything else on the machine only adds.
const STEPS: u64 = 3;

/// Seconds a training step of `config` takes on `images` training images with the landmarks of
/// `scheme`, measured on grey images.
///
/// # Errors
/// When the network does not fit the images or a tensor operation fails.
pub fn seconds_per_step(
    config: &RunSpec,
    scheme: &Scheme,
    images: usize,
    device: &Device,
) -> Result<f64, Error> {
    let spec = &config.train;
    let sizes = sizes(config, scheme);
    let size = sizes.image;
    let network = Network::new(&config.model, sizes, spec.seed, device)?;
    let mut quickest = f64::INFINITY;
    let mut steps = || -> candle_core::Result<()> {
        let mut optimizer = Optimizer::new(spec.optimizer, network.parameters().to_vec())?;
        let batch = spec.batch_size.min(images).max(1);
        let images = Tensor::full(0.5f32, (batch, 1, size, size), device)?;
        let truth = Tensor::zeros((batch, sizes.outputs), candle_core::DType::F32, device)?;
        for number in 0..STEPS {
            let clock = Instant::now();
            let step = Step {
                seed: spec.seed,
                number,
            };
            let predictions = network.forward_train(&images, step)?;
            let loss = mean_loss(spec.loss, &predictions, &truth)?;
            optimizer.step(&faceoff_kernels::backward(&loss)?, spec.learning_rate)?;
            device.synchronize()?;
            quickest = quickest.min(clock.elapsed().as_secs_f64());
        }
        Ok(())
    };
    steps().map_err(|source| Error::Tensor {
        run: "being timed".to_owned(),
        source,
    })?;
    Ok(quickest)
}
