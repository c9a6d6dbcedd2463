//! ReLU.

use candle_core::Tensor;
use faceoff_kernels::relu;

use super::{Layer, Values};
use crate::Error;

/// `max(x, 0)` of every number.
#[derive(Clone, Debug)]
pub struct Relu {
    of: String,
}

impl Relu {
    /// A ReLU of what the layer called `of` gives. The health of that layer's units is read from
    /// the ReLU's output, and recorded under that layer's name.
    pub fn new(of: impl Into<String>) -> Self {
        Self { of: of.into() }
    }
}

impl Layer for Relu {
    fn name(&self) -> &str {
        &self.of
    }

    fn description(&self, _: &[usize]) -> String {
        "ReLU".to_owned()
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        Ok(input.to_vec())
    }

    fn forward(&self, x: &Tensor, _: &Values<'_>) -> candle_core::Result<Tensor> {
        relu(x)
    }

    fn shows_health(&self) -> bool {
        true
    }

    fn shares_row(&self) -> bool {
        true
    }
}
