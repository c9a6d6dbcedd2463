//! The same operations put together from candle's own, with right gradients.
//!
//! They run on every device and for every floating-point type; the fast paths take float32 in
//! main memory or on a CUDA device. Arguments are taken as checked by the functions of the crate's root.

use candle_core::{Result, Tensor};

use super::pointwise::Pointwise;
use super::relu::Relu;

pub use super::conv_relu_pool::composed as conv_relu_pool;
pub use super::conv2d::composed as conv2d;
pub use super::linear::composed as linear;
pub use super::max_pool::composed as max_pool2d;
pub use super::standardize::composed as standardize;

/// See [`relu`](crate::relu()).
///
/// # Errors
/// Those of candle.
pub fn relu(x: &Tensor) -> Result<Tensor> {
    Relu::composed(x)
}
