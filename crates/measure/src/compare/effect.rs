//! How large a difference is against the spread around it.

use serde::Serialize;

use crate::{mean, standard_deviation, variance};

/// A standardised difference; positive where the entry's number is higher than the reference's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// The difference in standard deviations.
    pub size: f64,
    /// Which standard deviation.
    pub against: Against,
}

/// The spread that an effect is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// The spread over images of the paired difference: Cohen's d_z (Cohen, "Statistical Power
    /// Analysis for the Behavioral Sciences", 1988, section 2.3.5).
    Images,
    /// The spread over seeds of one experiment's mean: Cohen's d with the pooled deviation,
    /// corrected for few seeds as in Hedges, "Distribution theory for Glass's estimator of effect
    /// size" (Journal of Educational Statistics 6, 1981).
    Seeds,
}

/// Cohen's d_z of paired `differences`, one an image; `None` where they do not vary.
pub fn paired_effect(differences: &[f64]) -> Option<Effect> {
    finite(
        mean(differences) / standard_deviation(differences),
        Against::Images,
    )
}

/// Hedges' g of two experiments' means, one a seed; `None` with fewer than two seeds in either or
/// where they do not vary.
pub fn seed_effect(entry: &[f64], reference: &[f64]) -> Option<Effect> {
    let (n, m) = (entry.len() as f64, reference.len() as f64);
    let degrees = n + m - 2.0;
    let pooled = ((n - 1.0) * variance(entry) + (m - 1.0) * variance(reference)) / degrees;
    let correction = 1.0 - 3.0 / (4.0 * degrees - 1.0);
    let size = correction * (mean(entry) - mean(reference)) / pooled.sqrt();
    finite(size, Against::Seeds)
}

fn finite(size: f64, against: Against) -> Option<Effect> {
    size.is_finite().then_some(Effect { size, against })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_by_hand() {
        // Mean 2, deviation 1.
        assert_eq!(paired_effect(&[1.0, 2.0, 3.0]).unwrap().size, 2.0);
        // Means 4 and 2, pooled deviation 1, correction 1 − 3/15.
        let effect = seed_effect(&[3.0, 4.0, 5.0], &[1.0, 2.0, 3.0]).unwrap();
        assert!((effect.size - 1.6).abs() < 1e-12);
    }

    #[test]
    fn without_spread_there_is_no_effect_size() {
        assert_eq!(paired_effect(&[1.0, 1.0]), None);
        assert_eq!(seed_effect(&[1.0], &[1.0, 2.0]), None);
        assert_eq!(seed_effect(&[1.0, 1.0], &[1.0, 1.0]), None);
    }
}
