//! The operations: one file each, with its paths in main memory, on a GPU, and put together from
//! candle's own for every other type and device.

pub mod composed;
mod conv2d;
mod conv_relu_pool;
mod dropout;
mod linear;
mod max_pool;
mod mean_loss;
mod pointwise;
mod relu;
mod silu;
mod standardize;

pub use conv_relu_pool::conv_relu_pool;
pub use conv2d::{ConvOptions, conv2d};
pub use dropout::dropout;
pub use linear::linear;
pub use max_pool::max_pool2d;
pub use mean_loss::mean_loss;
pub use relu::relu;
pub use silu::silu;
pub use standardize::standardize;
