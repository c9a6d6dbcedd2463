//! Mean losses.

use candle_core::Result;
use faceoff_spec::Loss;

use crate::gpu::Argument::{Floats, ToFloats, Value};
use crate::gpu::{Gpu, Kernel, Numbers, THREADS, blocks, long, words};

/// Threads of the one block that adds the losses.
const LOSS_THREADS: usize = 512;

/// The numbers of a loss as its kernels take them. One that has none is given a 0.
fn description(loss: Loss) -> Vec<u32> {
    let mut numbers = loss.numbers();
    if numbers.is_empty() {
        numbers.push(0.0);
    }
    numbers
        .into_iter()
        .flat_map(|number| words(number.to_bits()))
        .collect()
}

/// What the kernels of a loss are called: this, and this with `_gradient` behind.
fn kernel(loss: Loss) -> String {
    format!("loss_{}", loss.name().replace('-', "_"))
}

/// The mean of `count` losses, one number.
pub(crate) fn value<G: Gpu>(
    gpu: &G,
    loss: Loss,
    [prediction, target]: [Numbers<'_, G>; 2],
    count: usize,
) -> Result<G::Floats> {
    let mut mean = gpu.floats(1)?;
    let arguments = &mut [
        Floats(prediction),
        Floats(target),
        ToFloats(&mut mean, 0),
        Value(&description(loss)),
        Value(&long(count)),
    ];
    let name = kernel(loss);
    gpu.launch(Kernel::layers(&name), [1, 1, 1], LOSS_THREADS, arguments)?;
    Ok(mean)
}

/// Whose gradient is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Prediction,
    Target,
}

/// The gradient of one side; `of_mean` is that of [`value`]'s result.
pub(crate) fn gradient<G: Gpu>(
    gpu: &G,
    loss: Loss,
    [prediction, target, of_mean]: [Numbers<'_, G>; 3],
    count: usize,
    side: Side,
) -> Result<G::Floats> {
    let mut slopes = gpu.floats(count)?;
    let sign = match side {
        Side::Prediction => 1f32,
        Side::Target => -1f32,
    };
    let arguments = &mut [
        Floats(prediction),
        Floats(target),
        Floats(of_mean),
        ToFloats(&mut slopes, 0),
        Value(&description(loss)),
        Value(&long(count)),
        Value(&[sign.to_bits()]),
    ];
    let name = format!("{}_gradient", kernel(loss));
    gpu.launch(Kernel::layers(&name), blocks(count), THREADS, arguments)?;
    Ok(slopes)
}
