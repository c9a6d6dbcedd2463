//! The study's networks: layers, parameter counts, initial weights.
//!
//! A network is, where asked for, a standardization of the picture, then convolution blocks (3×3
//! convolution without padding, ReLU, 2×2 max-pool), then linear layers with ReLUs between them, as
//! an experiment's [`ModelSpec`] says.
//! [`layer_table`] counts without building; [`Network`] holds the parameters and answers.
//!
//! [`ModelSpec`]: faceoff_config::ModelSpec

mod error;
mod files;
mod initial;
mod layers;
mod network;

pub use error::Error;
pub use layers::{LayerRow, LayerTable, layer_table};
pub use network::Network;
