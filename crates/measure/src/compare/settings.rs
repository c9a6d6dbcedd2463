//! How outcomes are compared.

use super::SmallestDifference;

/// How to compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Share of intervals that hold the truth; its complement is the rate of false winners.
    pub level: f64,
    /// The smallest difference that matters.
    pub smallest: SmallestDifference,
    /// Resamples, where intervals come from resampling; many comparisons at once take more.
    pub replicates: usize,
    /// Seed of the resampling.
    pub seed: u64,
}

impl Default for Settings {
    /// 95 % intervals, 2 % of the reference, 4,000 resamples.
    fn default() -> Self {
        Self {
            level: 0.95,
            smallest: SmallestDifference::default(),
            replicates: 4000,
            seed: 0,
        }
    }
}
