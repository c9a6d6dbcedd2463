//! Convolutions, by themselves or with ReLU and max-pool.

pub(crate) mod geometry;
pub(crate) mod gradients;
pub(crate) mod im2col;
pub(crate) mod one_channel;
mod patches;
pub(crate) mod pool_rows;
mod pool_windows;
pub(crate) mod winograd;
