//! Convolution 3×3, bias, ReLU and max-pool 2×2 in tiles of 4×4 outputs, by Winograd's minimal
//! filtering.
//!
//! A tile takes 36 products for each pair of channels instead of 144. At each of its 36 points
//! the products of all tiles of a block, channels and filters are one matrix product. Backward is
//! the exact transpose of every step of it: the gradients are those of the computation made.

mod backward;
mod forward;
mod tiles;
mod tiling;
mod transform;
mod weights;

pub(crate) use backward::backward;
pub(crate) use forward::forward;
pub(crate) use tiling::Tiling;
