//! Mean losses.

use candle_core::Result;

use super::Argument::{Floats, ToFloats, Value};
use super::{File, Gpu, Kernel, Numbers, THREADS, blocks, long, words};
use crate::Loss;

/// Threads of the one block that adds the losses.
const LOSS_THREADS: usize = 512;

fn layers(name: &'static str) -> Kernel {
    Kernel {
        file: File::Layers,
        name,
    }
}

/// `Loss` of `cuda/losses.cuh`.
fn description(loss: Loss) -> [u32; 6] {
    let (kind, first, second) = match loss {
        Loss::Mse => (0, 0.0, 0.0),
        Loss::L1 => (1, 0.0, 0.0),
        Loss::SmoothL1 { beta } => (2, beta, 0.0),
        Loss::Huber { delta } => (3, delta, 0.0),
        Loss::Wing { w, epsilon } => (4, w, epsilon),
    };
    let [a, b] = words(f64::to_bits(first));
    let [c, d] = words(f64::to_bits(second));
    [a, b, c, d, kind, 0]
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
    gpu.launch(layers("loss_value"), [1, 1, 1], LOSS_THREADS, arguments)?;
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
    gpu.launch(layers("loss_gradient"), blocks(count), THREADS, arguments)?;
    Ok(slopes)
}
