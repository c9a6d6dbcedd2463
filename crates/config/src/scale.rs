//! How far the study is shrunk.

use serde::{Deserialize, Serialize};

/// A scale shrinks every experiment and comparison of a study alike, so that it finishes on the
/// machine at hand. `full` changes nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Unique name, what `--scale` takes.
    pub name: String,
    /// A sentence for the report page.
    pub description: String,
    /// Side of the crop, instead of the experiment's.
    pub input_size: Option<usize>,
    /// At most this many training images.
    pub train_images: Option<usize>,
    /// At most this many test images.
    pub test_images: Option<usize>,
    /// Factor on every number of epochs (experiments', snapshots', comparisons', schedules',
    /// first epochs of charts), in (0, 1]. Results are rounded up, so none becomes 0.
    pub epochs: f64,
    /// At most this many epochs, after the factor; longer experiments end there, and so does what
    /// is compared of them.
    pub longest: Option<usize>,
    /// Epochs between evaluations, instead of the experiment's.
    pub evaluate_every: Option<usize>,
    /// At most this many trainings of an experiment, with seeds that follow on one another.
    pub seeds: Option<usize>,
}

impl Scale {
    /// A number of epochs at this scale: at least 1 when it was.
    pub fn epochs(&self, epochs: usize) -> usize {
        // Far from 2^52, so exact; the small subtraction keeps 0.1 · 50 at 5.
        let scaled = (epochs as f64 * self.epochs - 1e-9).ceil().max(0.0) as usize;
        scaled.min(self.longest.unwrap_or(usize::MAX))
    }
}
