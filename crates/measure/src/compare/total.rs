//! How far an estimate may be from the truth when images and seeds both vary.

use super::component::Component;
use crate::student::{student_probability, student_quantile};

/// The variance of an estimate, and what it was estimated from.
///
/// Images are many and seeds few, so the two parts have t distributions of very unlike tails.
/// Satterthwaite's one distribution for their sum is too short far out, where a correction for
/// many comparisons looks: with it, four equal experiments of one seed against three had a winner
/// in 6.5 % of simulated studies. The quantile here is the parts' own, weighted by their variances
/// (Cochran and Cox, "Experimental Designs", 2nd ed. 1957, section 4.14): never too short, and as
/// short as Student's where one part rules.
#[derive(Clone, Copy, Debug)]
pub(super) struct Total {
    pub(super) variance: f64,
    pub(super) images: Component,
    /// What seeds add; nothing where they do not vary or nothing tells how they do.
    pub(super) seeds: Option<Component>,
}

impl Total {
    /// What the error, in standard errors, is at most with `probability`.
    pub(super) fn quantile(&self, probability: f64) -> f64 {
        let images = student_quantile(probability, self.images.degrees);
        let Some(seeds) = self.seeds else {
            return images;
        };
        let weight = seeds.variance / (self.images.variance + seeds.variance);
        (1.0 - weight) * images + weight * student_quantile(probability, seeds.degrees)
    }

    /// Probability of an error above `t` standard errors, `t` at least 0.
    pub(super) fn beyond(&self, t: f64) -> f64 {
        let images = student_probability(-t, self.images.degrees);
        let Some(seeds) = self.seeds else {
            return images;
        };
        // Between the two parts' own, and falling in t.
        let seeds = student_probability(-t, seeds.degrees);
        let (mut low, mut high) = (images.min(seeds), images.max(seeds));
        // Each step halves the bracket; what it reaches is far below what is ever printed.
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            if -self.quantile(middle) > t {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(images: f64, seeds: f64) -> Total {
        let part = |variance, degrees| Component { variance, degrees };
        Total {
            variance: images + seeds,
            images: part(images, 700.0),
            seeds: Some(part(seeds, 2.0)),
        }
    }

    #[test]
    fn quantiles_lie_between_those_of_the_parts() {
        let (images, seeds) = (student_quantile(0.975, 700.0), student_quantile(0.975, 2.0));
        assert!((total(1.0, 0.0).quantile(0.975) - images).abs() < 1e-9);
        assert!((total(0.0, 1.0).quantile(0.975) - seeds).abs() < 1e-9);
        let both = total(1.0, 3.0).quantile(0.975);
        assert!((both - (0.25 * images + 0.75 * seeds)).abs() < 1e-9);
    }

    #[test]
    fn a_tail_is_what_lies_beyond_its_quantile() {
        for (images, seeds) in [(1.0, 0.0), (1.0, 0.1), (1.0, 5.0), (0.0, 1.0)] {
            for probability in [0.3, 0.025, 0.001] {
                let total = total(images, seeds);
                let t = -total.quantile(probability);
                assert!(
                    (total.beyond(t) - probability).abs() < 1e-9,
                    "{probability}"
                );
            }
        }
        assert!((total(1.0, 1.0).beyond(0.0) - 0.5).abs() < 1e-9);
    }
}
