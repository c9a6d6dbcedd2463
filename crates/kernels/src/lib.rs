//! Candle operations with right gradients, fast on CPU, and with feature `cuda` on NVIDIA GPUs.
//!
//! What a convolutional network trains with: [`conv2d`], [`relu`], [`max_pool2d`], the three as
//! one operation in [`conv_relu_pool`], [`linear`], [`dropout`], [`mean_loss`] and [`Optimizer`].
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
//! use faceoff_kernels::{Optimizer, backward, conv_relu_pool, linear, mean_loss};
//! use faceoff_spec::{Mse, Sgd};
//! # fn main() -> candle_core::Result<()> {
//! let device = Device::Cpu;
//! let filters = Var::randn(0f32, 0.1, (4, 1, 3, 3), &device)?;
//! let filter_bias = Var::zeros(4, candle_core::DType::F32, &device)?;
//! let weights = Var::randn(0f32, 0.1, (2, 4 * 3 * 3), &device)?;
//! let bias = Var::zeros(2, candle_core::DType::F32, &device)?;
//! let mut optimizer = Optimizer::new(
//!     Sgd { momentum: 0.9, ..Sgd::default() },
//!     [("filters", &filters), ("filter bias", &filter_bias), ("weights", &weights), ("bias", &bias)]
//!         .map(|(name, variable)| (name.to_string(), variable.clone()))
//!         .to_vec(),
//! )?;
//!
//! let images = Tensor::randn(0f32, 1.0, (10, 1, 8, 8), &device)?;
//! let truth = Tensor::zeros((10, 2), candle_core::DType::F32, &device)?;
//! // The images themselves need no gradient.
//! let features = conv_relu_pool(&images, &filters, &filter_bias, false)?;
//! let predictions = linear(&features, &weights, &bias)?;
//! let loss = mean_loss(Mse, &predictions, &truth)?;
//! optimizer.step(&backward(&loss)?, 0.01)?;
//! # Ok(())
//! # }
//! ```

// Loops of fixed length over several arrays at once are what the compiler turns into vectors.
#![allow(clippy::needless_range_loop)]

// The name that what tests share knows it by.
#[cfg(test)]
extern crate self as faceoff_kernels;

mod autograd;
mod cpu;
#[cfg(any(test, feature = "cuda"))]
mod gpu;
mod ops;
mod optimizer;
mod precision;

pub use autograd::{Gradients, backward};
pub use cpu::memory::keep_freed_memory;
#[cfg(feature = "cuda")]
pub use gpu::cuda::{Changes, Crop, Image, Images, Samples, cuda_context, cuda_device};
pub use ops::*;
pub use optimizer::Optimizer;
pub use precision::{set_tf32, tf32};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
