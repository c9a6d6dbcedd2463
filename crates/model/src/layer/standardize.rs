//! Images made alike in brightness and contrast.

use candle_core::Tensor;
use faceoff_kernels::standardize;

use super::{Layer, Values};
use crate::Error;

/// Added to the variance of an image, so that an image of a single grey becomes zeros. It is that
/// of a standard deviation of 0.003, less than one of 255 grey levels.
const EPSILON: f64 = 1e-5;

/// Each image less its mean, divided by its standard deviation. No gradient passes it: it is for
/// the images themselves.
#[derive(Clone, Debug)]
pub struct Standardize;

impl Layer for Standardize {
    fn name(&self) -> &str {
        "input"
    }

    fn description(&self, _: &[usize]) -> String {
        "image to mean 0, standard deviation 1".to_owned()
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        Ok(input.to_vec())
    }

    fn forward(&self, x: &Tensor, _: &Values<'_>) -> candle_core::Result<Tensor> {
        standardize(x, EPSILON)
    }
}
