//! Comparing experiments: estimate, interval, verdict, sentence.

mod comparison;
mod crossed;
mod effect;
mod holm;
mod inference;
mod metric;
mod resample;
mod total;
mod units;
mod verdict;
mod words;

pub use comparison::{
    CompareError, Comparison, MeanEstimate, Outcome, Settings, compare, compare_all, compare_pairs,
    estimate_mean,
};
pub use effect::{Against, Effect, paired_effect, seed_effect};
pub use holm::holm;
pub use inference::{Interval, Scope};
pub use metric::Metric;
pub use units::Units;
pub use verdict::{SmallestDifference, Verdict};
