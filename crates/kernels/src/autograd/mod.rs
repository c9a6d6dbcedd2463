//! The way back through a graph of operations, and the gradients it gives.

mod backward;
mod gradients;
mod graph;

pub use backward::backward;
pub(crate) use backward::{deliver, wants_gradient};
pub use gradients::Gradients;
pub(crate) use gradients::{Factors, Gradient, Kept, Product};
pub(crate) use graph::{apply1, apply2, apply3};
