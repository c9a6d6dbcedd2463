//! The training of one run.

mod checkpoint;
mod constant_face;
mod evaluation;
mod health;
mod memory;
mod next_part;
mod open;
mod pending_losses;
mod predict;
mod recorded;
mod sums;
mod training;

#[cfg(test)]
#[path = "../../tests/common/mod.rs"]
mod common;
#[cfg(test)]
mod tests;

use faceoff_plan::read_run;
use std::sync::atomic::AtomicBool;

use faceoff_record::{Status, Store};

pub use evaluation::remeasured;
pub use memory::{explain_full, memory_needed};
pub use next_part::epochs_behind_state;
pub(crate) use predict::predict;
pub use training::Outcome;

use crate::error::Error;
use crate::job::Job;
use crate::observe::Observer;

/// Trains what is missing of `job`: its epochs to their end, from where its record
/// ends, and again those after which a network is wanted that was not kept.
///
/// Set `stop` and it ends after the batch under way with everything saved.
///
/// # Errors
/// When the network does not fit the images, there is nothing to train on, another process
/// trains the same run, or the record cannot be read or kept. Epochs and networks recorded before
/// stay as they were.
pub fn train(
    job: &Job<'_>,
    store: &Store,
    stop: &AtomicBool,
    observer: &mut dyn Observer,
) -> Result<Outcome, Error> {
    faceoff_kernels::keep_freed_memory();
    let _lock = store.lock(job.id)?;
    // Once for a repetition, if there is one, and once for what is new.
    loop {
        let training = open::open(job, store, observer);
        let outcome = match training.map_err(|error| memory::explain_out_of_memory(error, job))? {
            None => break,
            Some(mut training) => training.train(stop, observer),
        };
        match outcome.map_err(|error| memory::explain_out_of_memory(error, job))? {
            Outcome::Finished => {}
            ended => return Ok(ended),
        }
    }
    Ok(match read_run(store, job.id)?.map(|record| record.status) {
        Some(Status::Diverged { epoch }) if epoch < job.config.train.epochs => {
            Outcome::Diverged { epoch }
        }
        _ => Outcome::Finished,
    })
}
