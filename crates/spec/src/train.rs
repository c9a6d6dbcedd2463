//! How a network is trained.

use crate::field::{Accepts, COUNT, Kinds, POSITIVE};
use crate::macros::spec;
use crate::{Conflict, Loss, Optimizer, Reader, Schedule};

spec! {
    /// How the network is trained.
    pub struct TrainSpec {
        /// Passes over the training set.
        pub epochs: usize = 85, Accepts::Whole(COUNT);
        /// Epochs after which the network and its predictions are kept, besides the last. They are not
        /// taken over from the experiment that this one extends.
        pub snapshots: Vec<usize> = [], Accepts::Wholes("numbers of epochs", COUNT);
        /// Images in each step; the last batch of an epoch may be smaller.
        pub batch_size: usize = 10, Accepts::Whole(COUNT);
        /// Test loss is measured after epochs 0, n, 2n, … (epochs counted from 0).
        pub evaluate_every: usize = 3, Accepts::Whole(COUNT);
        /// Seed of everything random in a run. Of an experiment with several seeds this is the first.
        pub seed: u64 = 0, Accepts::Seed;
        /// Learning rate before the schedule.
        pub learning_rate: f64 = 0.001, Accepts::Number(POSITIVE);
        /// How the learning rate changes over epochs.
        pub schedule: Schedule = "constant", Accepts::Kind(Schedule::KINDS);
        /// The update rule.
        pub optimizer: Optimizer = "adam", Accepts::Kind(Kinds {
            kinds: Optimizer::KINDS,
            shared: &[],
        });
        /// What is minimised, averaged over a batch's images and outputs.
        pub loss: Loss = "mse", Accepts::Kind(Kinds {
            kinds: Loss::KINDS,
            shared: &[],
        });
        /// Factor on the loss before gradients are taken. Recorded losses are without it.
        pub loss_scale: f64 = 1.0, Accepts::Number(POSITIVE);
    }
    check snapshots_are_reached(epochs, snapshots);
    then TrainSpec::with_snapshots_in_order;
}

fn snapshots_are_reached(reader: &dyn Reader, epochs: &usize, snapshots: &[usize]) {
    for (index, snapshot) in snapshots.iter().enumerate() {
        if snapshot > epochs {
            let message =
                format!("a snapshot after {snapshot} epochs, which the run never reaches");
            reader.conflict(
                Conflict::new(message)
                    .at(format!("snapshots.{index}"), "beyond the end")
                    .also("epochs", "the run ends here"),
            );
        }
    }
}

impl TrainSpec {
    /// Snapshots in their order, each once, without the end, which is kept anyway.
    fn with_snapshots_in_order(mut self) -> Self {
        self.snapshots.retain(|snapshot| *snapshot != self.epochs);
        self.snapshots.sort_unstable();
        self.snapshots.dedup();
        self
    }

    /// The learning rate `position` epochs into the run (2.5 is the middle of the third epoch), for
    /// a step that is `step` epochs long.
    pub fn rate(&self, position: f64, step: f64) -> f64 {
        self.schedule.rate(self.learning_rate, position, step)
    }
}
