//! The training loop: from a planned run to its record.
//!
//! [`train`] takes a [`Job`] and leaves a record in a [`faceoff_record::Store`]. It can be stopped
//! after any batch and goes on from there, to the same numbers bit for bit: everything random
//! comes from streams named by seed, epoch and image, and a checkpoint holds everything else.
//!
//! One loop serves every network, loss and optimizer. It reports through an [`Observer`] and
//! prints nothing.

// The tests in `tests` and those here share their data, by this crate's name.
#[cfg(test)]
extern crate self as faceoff_train;

mod checkpoint;
mod constant;
mod devices;
mod epochs;
mod error;
mod evaluate;
mod gallery;
mod health;
mod job;
mod losses;
mod memory;
mod observe;
mod on_gpu;
mod optimize;
mod resume;
mod run;
mod samples;
mod sums;
mod timing;

pub use devices::{DeviceChoice, Found, Gpu, Processor};
pub use error::Error;
pub use faceoff_kernels::set_tf32;
pub use job::Job;
pub use memory::{explain_full, memory_needed};
pub use observe::{Event, Observer, Silent};
pub use resume::epochs_behind_state;
pub use run::{Outcome, train};
pub use timing::seconds_per_step;
