//! From an estimate to an interval and a p-value.

use super::crossed::Crossed;
use super::resample::{studentised, studentised_logarithms};
use super::total::Total;
use super::{Interval, Scope, Settings, Units};
use crate::summary::quantile_of_sorted;

/// The distribution of an estimate around the truth.
pub(super) struct Inference {
    estimate: f64,
    total: Total,
    pub(super) standard_error: f64,
    shape: Shape,
    pub(super) scope: Scope,
}

enum Shape {
    /// Student's, of images and of seeds. Resampling three or five seeds covers far too little: a
    /// resample of n seeds spreads (n − 1)/n as much as the seeds did and knows nothing of t's long
    /// tails (simulated in `tests/simulation`).
    Student,
    /// Studentised resamples in rising order.
    Resampled(Vec<f64>),
}

impl Inference {
    pub(super) fn new(parts: &Crossed, units: &Units, settings: &Settings) -> Self {
        let total = parts.total();
        let (shape, scope) = if parts.covers_seeds() {
            (Shape::Student, Scope::TrainingAgain)
        } else {
            let replicates = settings.replicates;
            let drawn = studentised(&parts.differences, units, replicates, settings.seed);
            (Shape::Resampled(drawn), Scope::TheseNetworks)
        };
        Self {
            estimate: parts.estimate,
            standard_error: total.variance.sqrt(),
            total,
            shape,
            scope,
        }
    }

    /// That of the logarithm of a mean of errors, from that of the mean; `None` where the mean is
    /// not above 0.
    pub(super) fn of_logarithm(
        &self,
        parts: &Crossed,
        units: &Units,
        settings: &Settings,
    ) -> Option<Self> {
        let replicates = settings.replicates;
        (self.estimate > 0.0).then(|| Self {
            estimate: self.estimate.ln(),
            // The parts of the variance, and so the quantiles, have the same weights.
            total: self.total,
            standard_error: self.standard_error / self.estimate,
            shape: match self.shape {
                Shape::Student => Shape::Student,
                Shape::Resampled(_) => Shape::Resampled(studentised_logarithms(
                    &parts.differences,
                    units,
                    replicates,
                    settings.seed,
                )),
            },
            scope: self.scope,
        })
    }

    /// The equal-tailed interval at `level`.
    pub(super) fn interval(&self, level: f64) -> Interval {
        let tail = 0.5 * (1.0 - level);
        Interval {
            low: self.estimate - self.quantile(1.0 - tail) * self.standard_error,
            high: self.estimate - self.quantile(tail) * self.standard_error,
            level,
        }
    }

    /// Probability of an estimate at least as far from 0 when the truth is 0, both sides counted.
    pub(super) fn p_value(&self) -> f64 {
        if self.standard_error == 0.0 {
            return if self.estimate == 0.0 { 1.0 } else { 0.0 };
        }
        let t = self.estimate / self.standard_error;
        let one_side = match &self.shape {
            Shape::Student => self.total.beyond(t.abs()),
            // The sample itself counts as one of its resamples: p is never 0 (Davison and
            // Hinkley, 1997, section 4.2).
            Shape::Resampled(drawn) => {
                let below = drawn.partition_point(|&d| d <= t);
                let above = drawn.len() - drawn.partition_point(|&d| d < t);
                (1 + below.min(above)) as f64 / (1 + drawn.len()) as f64
            }
        };
        (2.0 * one_side).min(1.0)
    }

    fn quantile(&self, probability: f64) -> f64 {
        let student = self.total.quantile(probability);
        let Shape::Resampled(drawn) = &self.shape else {
            return student;
        };
        let found = quantile_of_sorted(drawn, probability).unwrap_or(student);
        if found.is_finite() {
            return found;
        }
        // Nearly all differences are equal, as when few images fail: resamples without spread
        // reach into the tail. What can be said then is the furthest that has a scale.
        drawn
            .iter()
            .filter(|d| d.is_finite())
            .fold(student, |furthest, &d| {
                if probability < 0.5 {
                    furthest.min(d)
                } else {
                    furthest.max(d)
                }
            })
    }
}
