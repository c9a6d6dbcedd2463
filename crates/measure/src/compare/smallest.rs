//! The smallest difference that matters.

use serde::Serialize;

/// The smallest difference that matters to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmallestDifference {
    /// A share of the reference's mean.
    Relative(f64),
    /// In the metric's own numbers.
    Absolute(f64),
}

impl Default for SmallestDifference {
    /// 2 % of the reference's mean.
    fn default() -> Self {
        Self::Relative(0.02)
    }
}

impl SmallestDifference {
    /// In the metric's own numbers.
    pub fn absolute(self, reference_mean: f64) -> f64 {
        match self {
            Self::Relative(share) => share * reference_mean.abs(),
            Self::Absolute(difference) => difference,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_difference_follows_the_reference() {
        assert!((SmallestDifference::default().absolute(5.0) - 0.1).abs() < 1e-12);
        assert_eq!(SmallestDifference::Absolute(0.3).absolute(5.0), 0.3);
    }
}
