//! Charts of losses over epochs.

use crate::field::{Accepts, COUNT_OR_ZERO};
use crate::macros::{choice, spec};

choice! {
    /// The loss axis of a chart.
    pub enum Axis {
        /// The mean loss.
        Mean = "mean" default,
        /// The study's: the batches' mean losses summed, divided by the number of images; the mean
        /// loss over the batch size.
        OverBatchSize = "over-batch-size" | "report",
    }
}

/// What names of axes were called in earlier versions.
const FORMER_AXES: &[(&str, &str)] = &[("report", "over-batch-size")];

choice! {
    /// Which curves of an experiment are drawn.
    pub enum Which {
        /// Train and test loss, and validation loss where there is one.
        Both = "both" default,
        /// Train loss only.
        Train = "train",
        /// Test loss only.
        Test = "test",
    }
}

choice! {
    /// How losses lie on their axis.
    pub enum LossScale {
        /// Logarithmic where the losses span more than an order of magnitude.
        Auto = "auto" default,
        /// Equal steps are equal differences.
        Linear = "linear",
        /// Equal steps are equal ratios.
        Log = "log",
        /// Linear around 0 and logarithmic beyond: also for losses of 0.
        Symlog = "symlog",
    }
}

choice! {
    /// How differences of losses lie on their axis.
    pub enum DifferenceScale {
        /// Symmetric-logarithmic where a few differences would flatten the others.
        Auto = "auto" default,
        /// Equal steps are equal differences.
        Linear = "linear",
        /// Linear around 0 and logarithmic beyond, to both sides.
        Symlog = "symlog",
    }
}

spec! {
    /// Train and test loss over epochs.
    pub struct LossChart, default {
        /// Heading of the chart.
        pub title: String = "Train and test loss over epochs", Accepts::Text;
        /// The loss axis: the mean loss, or, as in the study, that over the batch size.
        pub axis: Axis = "mean", Accepts::Renamed(Axis::NAMES, FORMER_AXES);
        /// How losses lie on the axis: `auto` is logarithmic where they span more than an order of
        /// magnitude.
        pub scale: LossScale = "auto", Accepts::Choice(LossScale::NAMES);
        /// Which curves are drawn.
        pub curves: Which = "both", Accepts::Choice(Which::NAMES);
        /// First epoch of train curves, counted from 0.
        pub first_train_epoch: usize = 0, Accepts::Whole(COUNT_OR_ZERO);
        /// First epoch of test curves, counted from 0.
        pub first_test_epoch: usize = 0, Accepts::Whole(COUNT_OR_ZERO);
        /// Whether each seed has a line of its own instead of all of them a band.
        pub lines: bool = false, Accepts::Flag;
        /// Whether losses of different kinds share a chart, though their heights do not compare.
        pub together: bool = false, Accepts::Flag;
    }
}

spec! {
    /// Test minus train loss over epochs.
    pub struct DifferenceChart, default {
        /// Heading of the chart.
        pub title: String = "Test - train losses over epochs", Accepts::Text;
        /// The loss axis: the mean loss, or, as in the study, that over the batch size.
        pub axis: Axis = "mean", Accepts::Renamed(Axis::NAMES, FORMER_AXES);
        /// How differences lie on the axis: `symlog` is linear around 0 and logarithmic beyond, and
        /// `auto` takes it where a few differences would flatten the others.
        pub scale: DifferenceScale = "auto", Accepts::Choice(DifferenceScale::NAMES);
        /// First epoch shown, counted from 0.
        pub first_epoch: usize = 0, Accepts::Whole(COUNT_OR_ZERO);
        /// Whether each seed has a line of its own instead of all of them a band.
        pub lines: bool = false, Accepts::Flag;
    }
}

/// The fields that say with which epoch a chart begins, by their paths from the top of the file.
pub(super) const FIRST_EPOCHS: [&str; 3] = [
    "loss_chart.first_train_epoch",
    "loss_chart.first_test_epoch",
    "difference_chart.first_epoch",
];
