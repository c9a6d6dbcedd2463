//! How long the rest of a run takes.

use std::time::{Duration, Instant};

use crate::clock::clock_time;

/// How far a run is, and since when it goes on.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    started: Instant,
    /// Epochs that are trained in all.
    pub(super) epochs: usize,
    /// Batches in an epoch.
    pub(super) batches: usize,
    /// Epochs that were done before.
    done_before: usize,
}

impl Pace {
    /// A run goes on now, to `epochs` epochs of `batches` batches, of which `done` are done.
    pub(super) fn new(epochs: usize, batches: usize, done: usize) -> Self {
        Self {
            started: Instant::now(),
            epochs,
            batches,
            done_before: done,
        }
    }

    /// How much of what was left to train is done, from 0 to 1.
    pub(super) fn fraction(&self, epoch: usize, batches_done: usize) -> f64 {
        let at = epoch as f64 + batches_done as f64 / self.batches.max(1) as f64;
        let before = self.done_before as f64;
        let all = self.epochs as f64 - before;
        ((at - before) / all.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0)
    }

    /// `2:03 left`: the time that the rest takes at the pace so far, once there is one.
    pub(super) fn left(&self, epoch: usize, batches_done: usize) -> Option<String> {
        let batches = self.batches.max(1) as f64;
        let at = epoch as f64 + batches_done as f64 / batches;
        let done = at - self.done_before as f64;
        let left = self.epochs as f64 - at;
        if done <= 0.0 {
            return None;
        }
        let left: Duration = self.started.elapsed().mul_f64((left / done).max(0.0));
        Some(format!("{} left", clock_time(left)))
    }
}
