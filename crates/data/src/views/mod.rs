//! What a network sees: which part of which image, how it is changed, and the numbers of it.
//!
//! What a batch shows is planned as [`View`]s, apart from rendering it. Each random change of
//! training images has a file that says what is drawn for it. Changes that move pixels within the
//! crop are one [`Warp`], those of grey values on a line one [`Tone`].

mod batches;
mod brightness;
mod chance;
mod contrast;
mod crop;
mod cutout;
mod flip;
mod geometry;
mod pipeline;
mod rotate;
mod sample;
mod scaling;
mod shift;
#[cfg(test)]
mod spots;
mod tone;
mod view;
mod warp;
mod zoom;

pub use batches::{Batch, render, training_batches};
pub use geometry::Geometry;
pub use pipeline::Pipeline;
pub use scaling::Scaling;
pub use tone::Tone;
pub use view::{View, evaluation_views, targets, training_views};
pub use warp::Warp;
