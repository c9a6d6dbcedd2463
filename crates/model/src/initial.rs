//! Initial values of what is learned.

use faceoff_random::{Purpose, Stream};

/// What a parameter starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initial {
    /// Numbers drawn uniformly from ±1/√n, where n is the number of inputs that one output of the
    /// layer is made of. That is what PyTorch's `Conv2d` and `Linear` start from, for weights and
    /// biases alike.
    FanIn(usize),
    /// The same number everywhere.
    Constant(f32),
}

impl Initial {
    /// `count` numbers. `index` is the parameter's place in the network: together with `seed` it
    /// names the random stream.
    pub(crate) fn numbers(self, count: usize, seed: u64, index: u64) -> Vec<f32> {
        match self {
            Self::FanIn(inputs) => {
                let bound = 1.0 / (inputs as f64).sqrt();
                let mut stream = Stream::new(seed, Purpose::InitialWeights, &[index]);
                (0..count)
                    .map(|_| stream.uniform(-bound, bound) as f32)
                    .collect()
            }
            Self::Constant(value) => vec![value; count],
        }
    }
}
