//! ReLU.

use candle_core::{Result, Tensor};

use super::pointwise::{Pointwise, pointwise};

/// `max(x, 0)`, of any shape. The gradient at 0 is 0, as PyTorch's; NaN stays NaN.
///
/// # Errors
/// Those of candle.
pub fn relu(x: &Tensor) -> Result<Tensor> {
    pointwise::<Relu>(x)
}

pub(crate) struct Relu;

impl Pointwise for Relu {
    const NAME: &'static str = "relu";

    fn value(x: f32) -> f32 {
        // NaN is not ≤ 0 and stays.
        if x <= 0.0 { 0.0 } else { x }
    }

    fn gradient(x: f32, of_value: f32) -> f32 {
        if x <= 0.0 { 0.0 } else { of_value }
    }

    fn composed(x: &Tensor) -> Result<Tensor> {
        // Candle's own has the gradient 1 at 0.
        x.le(0f64)?.where_cond(&x.zeros_like()?, x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::pointwise::check;

    #[test]
    fn values_are_pytorchs() {
        check::<Relu>();
    }
}
