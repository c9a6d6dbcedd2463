//! SiLU.

use candle_core::{Result, Tensor};

use super::pointwise::{Pointwise, pointwise};

/// `x / (1 + e⁻ˣ)`, of any shape (Elfwing et al. 2018).
///
/// # Errors
/// Those of candle.
pub fn silu(x: &Tensor) -> Result<Tensor> {
    pointwise::<Silu>(x)
}

struct Silu;

impl Pointwise for Silu {
    const NAME: &'static str = "silu";

    fn value(x: f32) -> f32 {
        x / (1.0 + (-x).exp())
    }

    fn gradient(x: f32, of_value: f32) -> f32 {
        let sigmoid = 1.0 / (1.0 + (-x).exp());
        of_value * sigmoid * (1.0 + x * (1.0 - sigmoid))
    }

    fn composed(x: &Tensor) -> Result<Tensor> {
        // The sigmoid by the hyperbolic tangent, which does not overflow.
        x.mul(&(((x * 0.5)?.tanh()? * 0.5)? + 0.5)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::pointwise::check;

    #[test]
    fn values_are_pytorchs() {
        check::<Silu>();
    }
}
