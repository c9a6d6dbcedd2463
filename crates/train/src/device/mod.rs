//! The processors that runs can be trained on.

pub(crate) mod choice;
pub(crate) mod full;
mod gpu;
mod processor;

pub use choice::DeviceChoice;
pub use gpu::Gpu;
pub use processor::{Found, Processor};
