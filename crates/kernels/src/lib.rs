//! Candle operations with right gradients, fast on CPU, and with feature `cuda` on NVIDIA GPUs.
//!
//! What a convolutional network trains with: [`conv2d`], [`relu`], [`max_pool2d`], the three as
//! one operation in [`conv_relu_pool`], [`linear`], [`dropout`], [`Loss`] and [`Optimizer`].
//! They take and give ordinary candle tensors and take part in candle's backward; [`backward`]
//! does the same with fewer passes over memory.
//!
//! - Gradients are PyTorch's, also where candle's own differ: max-pool passes its gradient to the
//!   first maximum of a window, ReLU's gradient at 0 is 0. NaN is never hidden.
//! - Results are the same bit for bit for any number of threads: work is divided in pieces whose
//!   size depends on the shapes alone, and sums are taken in a fixed order.
//! - float32 tensors in main memory or on a CUDA device take the fast paths. Everything else
//!   (other devices, other types) is put together from candle's own operations, see [`composed`].
//!
//! ```
//! use candle_core::{Device, Tensor, Var};
//! use faceoff_kernels::{Loss, Optimizer, Rule, backward, conv_relu_pool, linear};
//! # fn main() -> candle_core::Result<()> {
//! let device = Device::Cpu;
//! let filters = Var::randn(0f32, 0.1, (4, 1, 3, 3), &device)?;
//! let filter_bias = Var::zeros(4, candle_core::DType::F32, &device)?;
//! let weights = Var::randn(0f32, 0.1, (2, 4 * 3 * 3), &device)?;
//! let bias = Var::zeros(2, candle_core::DType::F32, &device)?;
//! let mut optimizer = Optimizer::new(
//!     Rule::Sgd { momentum: 0.9, nesterov: false, weight_decay: 0.0 },
//!     [("filters", &filters), ("filter bias", &filter_bias), ("weights", &weights), ("bias", &bias)]
//!         .map(|(name, variable)| (name.to_string(), variable.clone()))
//!         .to_vec(),
//! )?;
//!
//! let pictures = Tensor::randn(0f32, 1.0, (10, 1, 8, 8), &device)?;
//! let targets = Tensor::zeros((10, 2), candle_core::DType::F32, &device)?;
//! // The pictures themselves need no gradient.
//! let features = conv_relu_pool(&pictures, &filters, &filter_bias, false)?;
//! let answers = linear(&features, &weights, &bias)?;
//! let loss = Loss::Mse.forward(&answers, &targets)?;
//! optimizer.step(&backward(&loss)?, 0.01)?;
//! # Ok(())
//! # }
//! ```

// Loops of fixed length over several arrays at once are what the compiler turns into vectors.
#![allow(clippy::needless_range_loop)]

// The name that what tests share knows it by.
#[cfg(test)]
extern crate self as faceoff_kernels;

mod backward;
mod block;
pub mod composed;
mod conv;
mod convolve;
#[cfg(feature = "cuda")]
mod cuda;
mod disjoint;
mod dots;
mod dropout;
mod geometry;
#[cfg(any(test, feature = "cuda"))]
mod gpu;
mod gradients;
mod graph;
mod lanes;
mod linear;
mod loss;
mod matrix;
mod memory;
mod optimizer;
mod patches;
#[cfg(feature = "cuda")]
mod pictures;
mod pool;
mod precision;
mod product;
mod relu;
mod room;
mod rule;
mod scratch;
mod simd;
mod single;
mod standardize;
mod storage;
mod windows;
mod winograd;

pub use backward::backward;
pub use block::conv_relu_pool;
pub use conv::{ConvOptions, conv2d};
#[cfg(feature = "cuda")]
pub use cuda::{cuda_context, cuda_device};
pub use dropout::dropout;
pub use gradients::Gradients;
pub use linear::linear;
pub use loss::Loss;
pub use memory::keep_freed_memory;
pub use optimizer::Optimizer;
#[cfg(feature = "cuda")]
pub use pictures::{Crop, Picture, Pictures, Samples};
pub use pool::max_pool2d;
pub use precision::{set_tf32, tf32};
pub use relu::relu;
pub use rule::Rule;
pub use standardize::standardize;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
