//! Comparing experiments: estimate, interval, verdict, sentence.

mod comparison;
mod component;
mod crossed;
mod effect;
mod error;
mod holm;
mod inference;
mod interval;
mod mean_estimate;
mod metric;
mod outcome;
mod resample;
mod scope;
mod settings;
mod smallest;
mod total;
mod units;
mod verdict;
mod words;

pub use comparison::{Comparison, compare, compare_all, compare_pairs};
pub use effect::{Against, Effect, paired_effect, seed_effect};
pub use error::CompareError;
pub use holm::holm;
pub use interval::Interval;
pub use mean_estimate::{MeanEstimate, estimate_mean};
pub use metric::Metric;
pub use outcome::Outcome;
pub use scope::Scope;
pub use settings::Settings;
pub use smallest::SmallestDifference;
pub use units::Units;
pub use verdict::Verdict;
