//! The training loop: from a planned run to its record.
//!
//! [`train`] takes a [`Job`] and leaves a record in a [`faceoff_record::Store`]. It can be stopped
//! after any batch and goes on from there, to the same numbers bit for bit: everything random
//! comes from streams named by seed, epoch and image, and a checkpoint holds everything else.
//!
//! A [`Predictor`] is a network that a run kept.
//!
//! One loop serves every network, loss and optimizer. It reports through an [`Observer`] and
//! prints nothing.

// The tests in `tests` and those here share their data, by this crate's name.
#[cfg(test)]
extern crate self as faceoff_train;

mod device;
mod error;
mod feed;
mod job;
mod observe;
mod predictor;
mod run;
mod timing;

pub use device::{DeviceChoice, Found, Gpu, Processor};
pub use error::Error;
pub use faceoff_kernels::set_tf32;
pub use job::Job;
pub use observe::{Event, Observer, Silent};
pub use predictor::Predictor;
pub use run::{Outcome, epochs_behind_state, explain_full, memory_needed, remeasured, train};
pub use timing::{StepTime, time_step};
