//! Initial weights: PyTorch's defaults from a seeded stream.

use candle_core::{Device, Result, Var};
use faceoff_random::{Purpose, Stream};

/// A parameter with numbers drawn uniformly from ±1/√`fan_in`, where `fan_in` is the number of
/// inputs that one output of the layer is made of. That is what PyTorch's `Conv2d` and `Linear`
/// start from, for weights and biases alike. `index` is the parameter's place in the network.
pub(crate) fn parameter(
    shape: &[usize],
    fan_in: usize,
    seed: u64,
    index: u64,
    device: &Device,
) -> Result<Var> {
    let bound = 1.0 / (fan_in as f64).sqrt();
    let mut stream = Stream::new(seed, Purpose::InitialWeights, &[index]);
    let count = shape.iter().product();
    let numbers: Vec<f32> = (0..count)
        .map(|_| stream.uniform(-bound, bound) as f32)
        .collect();
    Var::from_vec(numbers, shape, device)
}
