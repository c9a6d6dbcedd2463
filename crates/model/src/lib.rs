//! The study's networks: layers, parameter counts, initial weights.
//!
//! A network is a list of [`Layer`]s. Each layer is a file in `layer/`: its name, its description,
//! the shape of its output, its parameters with their initial values, its buffers, and what it
//! computes in training and in evaluation. [`layers`] turns an experiment's [`ModelSpec`] into such
//! a list. [`layer_table`] counts without building anything; [`Network`] holds the parameters and
//! buffers and predicts.
//!
//! A convolution, a ReLU and a max-pool in sequence are computed as one operation, several times as
//! fast as the three one after the other.
//!
//! ```
//! use candle_core::{DType, Device, Tensor};
//! use faceoff_model::{Convolution, Linear, MaxPool, Network, Relu};
//! # fn main() -> Result<(), faceoff_model::Error> {
//! let layers: Vec<Box<dyn faceoff_model::Layer>> = vec![
//!     Box::new(Convolution::new("conv1", 4)),
//!     Box::new(Relu::new("conv1")),
//!     Box::new(MaxPool::new("pool1")),
//!     Box::new(Linear::new("linear1", 10)),
//! ];
//! let network = Network::of(layers, &[1, 8, 8], 0, &Device::Cpu)?;
//! let names: Vec<_> = network.parameters().iter().map(|(name, _)| &name[..]).collect();
//! assert_eq!(names, ["conv1.weight", "conv1.bias", "linear1.weight", "linear1.bias"]);
//! let images = Tensor::zeros((3, 1, 8, 8), DType::F32, &Device::Cpu)?;
//! assert_eq!(network.forward(&images)?.dims(), [3, 10]);
//! # Ok(())
//! # }
//! ```
//!
//! [`ModelSpec`]: faceoff_spec::ModelSpec

mod build;
mod error;
mod files;
mod grouped;
mod initial;
mod layer;
mod network;
mod placed;
mod table;
mod work;

pub use build::{Sizes, layers};
pub use error::Error;
pub use initial::Initial;
pub use layer::*;
pub use network::Network;
pub use table::{LayerRow, LayerTable, layer_table};
pub use work::multiplications;
