//! SiLU.

use candle_core::Tensor;
use faceoff_kernels::silu;

use super::{Layer, Values};
use crate::Error;

/// `x / (1 + e⁻ˣ)` of every number.
#[derive(Clone, Debug)]
pub struct Silu {
    of: String,
}

impl Silu {
    /// A SiLU of what the layer called `of` gives.
    pub fn new(of: impl Into<String>) -> Self {
        Self { of: of.into() }
    }
}

impl Layer for Silu {
    fn name(&self) -> &str {
        &self.of
    }

    fn description(&self, _: &[usize]) -> String {
        "SiLU".to_owned()
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        Ok(input.to_vec())
    }

    fn forward(&self, x: &Tensor, _: &Values<'_>) -> candle_core::Result<Tensor> {
        silu(x)
    }

    fn shares_row(&self) -> bool {
        true
    }
}
