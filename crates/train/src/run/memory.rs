//! How much memory a run needs on a device, and what it says when there is no more.

use faceoff_data::{Face, FaceSet};
use faceoff_kernels::Optimizer;
use faceoff_landmarks::Scheme;
use faceoff_model::{LayerRow, layer_table};
use faceoff_spec::RunSpec;

use super::predict;
use crate::device::full::is_out_of_memory;
use crate::error::Error;
use crate::job::{Job, sizes};

/// Bytes of a float32.
const FLOAT: u64 = 4;

/// Bytes that training `config` on `faces` needs on a device, about: the parameters four to five
/// times (themselves, their gradients and moments, and a copy once an epoch), what layers give
/// and the gradients of that, and the images. Working memory of single operations is not in it.
///
/// # Errors
/// A network that cannot be built.
pub fn memory_needed(config: &RunSpec, faces: &FaceSet) -> Result<u64, Error> {
    let bytes = |face: &Face| face.samples().bytes() as u64;
    let images: u64 = faces.train.iter().chain(&faces.test).map(bytes).sum();
    let numbers = numbers(config, faces.scheme(), config.train.batch_size)?;
    Ok(numbers.saturating_mul(FLOAT).saturating_add(images))
}

/// `error`; where it is that the device has no memory left, what would fit instead.
pub(crate) fn explain_out_of_memory(error: Error, job: &Job<'_>) -> Error {
    if job.device.is_cpu() || !is_out_of_memory(&error) {
        return error;
    }
    let device = job.environment.device.clone();
    out_of_memory(device, job.id, job.config, job.faces)
}

/// `error`, of opening a device for the run called `id`; where the device has no memory left, what
/// would fit instead.
pub fn explain_full(error: Error, id: &str, config: &RunSpec, faces: &FaceSet) -> Error {
    match error {
        Error::DeviceFull { device, .. } => out_of_memory(device, id, config, faces),
        error => error,
    }
}

fn out_of_memory(device: String, id: &str, config: &RunSpec, faces: &FaceSet) -> Error {
    let batch_size = config.train.batch_size;
    let needed = |batch_size| {
        let mut config = config.clone();
        config.train.batch_size = batch_size;
        memory_needed(&config, faces)
    };
    match (needed(batch_size), needed((batch_size / 2).max(1))) {
        (Ok(all), Ok(half)) => Error::OutOfMemory {
            run: id.to_owned(),
            device,
            needed: all,
            batch_size,
            halved: (half < all).then_some((batch_size / 2, half)),
        },
        // The network cannot be built: that is what there is to say.
        (Err(error), _) | (_, Err(error)) => error,
    }
}

fn numbers(config: &RunSpec, scheme: &Scheme, batch: usize) -> Result<u64, Error> {
    let size = config.data.input_size;
    let layers = layer_table(&config.model, sizes(config, scheme))?;
    let parameters: u64 = layers.iter().map(|layer| layer.parameters as u64).sum();
    let moments = Optimizer::moments(&config.train.optimizer) as u64;
    let image = (size * size) as u64;
    let outputs: Vec<u64> = layers.iter().map(computed).collect();
    // Values and their gradients, of all layers at once.
    let training = image + 2 * outputs.iter().sum::<u64>();
    // One layer after the other, without gradients.
    let evaluation = image + 2 * outputs.iter().max().copied().unwrap_or_default();
    let work = (batch as u64)
        .saturating_mul(training)
        .max(predict::BATCH as u64 * evaluation);
    Ok(parameters.saturating_mul(3 + moments).saturating_add(work))
}

/// Numbers that a layer computes of one image; a convolution has four before the pooling for each
/// after it.
fn computed(layer: &LayerRow) -> u64 {
    let output: u64 = layer.output.iter().map(|&size| size as u64).product();
    if layer.output.len() > 1 {
        5 * output
    } else {
        output
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_says_what_would_fit() {
        let error = |halved| {
            let error = Error::OutOfMemory {
                run: "a1b2".into(),
                device: "cuda:0 NVIDIA H200".into(),
                needed: 2_340_000_000,
                batch_size: 512,
                halved,
            };
            error.to_string()
        };
        assert_eq!(
            error(Some((256, 940_000_000))),
            "run a1b2: cuda:0 NVIDIA H200 has no memory left for it; it needs about 2.3 GB with \
             batches of 512 images, 940 MB with 256: choose a smaller batch_size or train fewer \
             runs at once (--jobs)"
        );
        assert_eq!(
            error(None),
            "run a1b2: cuda:0 NVIDIA H200 has no memory left for it; it needs about 2.3 GB with \
             batches of 512 images: train fewer runs at once (--jobs)"
        );
    }
}
