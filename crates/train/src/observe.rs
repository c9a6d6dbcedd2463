//! What a run tells while it goes on.

use faceoff_record::{EpochMetrics, Snapshot};

/// Something that happened in a run.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// Training begins or goes on.
    Started {
        /// Epochs asked for.
        epochs: usize,
        /// Epochs already done.
        done: usize,
        /// Batches in an epoch.
        batches: usize,
    },
    /// A step was taken.
    Batch {
        /// Epoch, counted from 0.
        epoch: usize,
        /// Batches done in this epoch.
        done: usize,
        /// Mean loss over the epoch so far; none on a GPU, where losses are fetched once an epoch.
        loss: Option<f64>,
        /// Training images a second, over the epoch so far.
        images_per_second: f64,
    },
    /// An epoch was finished.
    Epoch(&'a EpochMetrics),
    /// The network and its predictions were kept.
    Snapshot(&'a Snapshot),
    /// A record was there, but not what training goes on from.
    StartsOver {
        /// Why the recorded state could not be used.
        reason: &'a str,
    },
    /// Training anew comes to other numbers than the record had, which is longer than what is asked
    /// for: as many epochs are trained as it had.
    Lengthened {
        /// How many.
        epochs: usize,
    },
}

/// Listens to a run.
pub trait Observer {
    /// Called for each event, in order, on the thread that trains.
    fn event(&mut self, event: Event<'_>);
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&mut self, _: Event<'_>) {}
}
