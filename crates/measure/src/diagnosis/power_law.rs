//! The curve that losses fall along.

use faceoff_random::{Purpose, Stream};
use serde::Serialize;

use super::LEVEL;
use crate::{Interval, quantile};

/// Curves drawn for an interval.
const REPLICATES: u64 = 300;

/// `floor + height · (epoch + 1)^−exponent`, the form in which losses fall with training (e.g.
/// Hestness et al., "Deep learning scaling is predictable, empirically", 2017; Domhan et al.,
/// "Speeding up automatic hyperparameter optimization by extrapolation of learning curves", IJCAI
/// 2015, `pow3`).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PowerLaw {
    /// What the loss falls towards, not negative.
    pub floor: f64,
    /// What it has above that at epoch 0, not negative.
    pub height: f64,
    /// How fast it falls.
    pub exponent: f64,
}

impl PowerLaw {
    /// The loss at `epoch`, counted from 0.
    pub fn at(&self, epoch: usize) -> f64 {
        self.floor + self.height * (epoch as f64 + 1.0).powf(-self.exponent)
    }
}

/// The powers of every epoch for every exponent that is tried; shared by all fits to one curve.
pub(super) struct Fitter {
    epochs: Vec<usize>,
    candidates: Vec<(f64, Vec<f64>)>,
}

impl Fitter {
    pub(super) fn new(epochs: &[usize]) -> Self {
        // From nearly logarithmic to nearly a step, each 6 % above the one before.
        let exponents = (0..80).map(|step| 0.05 * 1.06f64.powi(step));
        let powers = |exponent: f64| {
            epochs
                .iter()
                .map(|&e| (e as f64 + 1.0).powf(-exponent))
                .collect()
        };
        Self {
            epochs: epochs.to_vec(),
            candidates: exponents
                .map(|exponent| (exponent, powers(exponent)))
                .collect(),
        }
    }

    /// The law of least squared relative deviation: noise of losses is in proportion to them.
    pub(super) fn fit(&self, losses: &[f64]) -> Option<PowerLaw> {
        self.candidates
            .iter()
            .map(|(exponent, powers)| {
                let (floor, height, deviation) = fit_line(powers, losses);
                let law = PowerLaw {
                    floor,
                    height,
                    exponent: *exponent,
                };
                (deviation, law)
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, law)| law)
    }

    /// Where the law's value at `epoch` lies: curves are drawn from the law with blocks of its own
    /// relative residuals (neighbouring epochs deviate alike; Künsch, "The jackknife and the
    /// bootstrap for general stationary observations", Annals of Statistics 17, 1989) and fitted
    /// anew. It knows the noise of the curve, not whether the loss goes on along this law.
    pub(super) fn interval_at(
        &self,
        law: &PowerLaw,
        losses: &[f64],
        epoch: usize,
        seed: u64,
    ) -> Option<Interval> {
        let fitted: Vec<f64> = self.epochs.iter().map(|&e| law.at(e)).collect();
        let residuals: Vec<f64> = losses
            .iter()
            .zip(&fitted)
            .map(|(l, f)| l / f - 1.0)
            .collect();
        let count = residuals.len();
        let block = (count as f64).cbrt().ceil() as usize;
        let values: Vec<f64> = (0..REPLICATES)
            .filter_map(|replicate| {
                let mut stream = Stream::new(seed, Purpose::Bootstrap, &[replicate]);
                let mut start = 0;
                let drawn: Vec<f64> = (0..count)
                    .map(|index| {
                        if index % block == 0 {
                            start = stream.below(count);
                        }
                        fitted[index] * (1.0 + residuals[(start + index % block) % count])
                    })
                    .collect();
                self.fit(&drawn).map(|law| law.at(epoch))
            })
            .collect();
        Some(Interval {
            low: quantile(&values, 0.5 - 0.5 * LEVEL)?,
            high: quantile(&values, 0.5 + 0.5 * LEVEL)?,
            level: LEVEL,
        })
    }
}

/// Floor, height (neither negative) and squared relative deviation of `losses` from
/// `floor + height · powers`.
fn fit_line(powers: &[f64], losses: &[f64]) -> (f64, f64, f64) {
    // With u = 1/loss and v = power/loss, minimises Σ (floor·u + height·v − 1)².
    let (mut uu, mut uv, mut vv, mut u, mut v) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (power, loss) in powers.iter().zip(losses) {
        let (a, b) = (1.0 / loss, power / loss);
        uu += a * a;
        uv += a * b;
        vv += b * b;
        u += a;
        v += b;
    }
    let determinant = uu * vv - uv * uv;
    let mut floor = (vv * u - uv * v) / determinant;
    let mut height = (uu * v - uv * u) / determinant;
    if height < 0.0 || !determinant.is_normal() {
        (floor, height) = (u / uu, 0.0);
    } else if floor < 0.0 {
        (floor, height) = (0.0, v / vv);
    }
    let deviation = powers
        .iter()
        .zip(losses)
        .map(|(power, loss)| ((floor + height * power) / loss - 1.0).powi(2))
        .sum();
    (floor, height, deviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_is_found_again() {
        let epochs: Vec<usize> = (0..60).collect();
        for law in [
            PowerLaw {
                floor: 0.01,
                height: 0.2,
                exponent: 0.05 * 1.06f64.powi(50),
            },
            PowerLaw {
                floor: 0.0,
                height: 0.2,
                exponent: 0.05 * 1.06f64.powi(40),
            },
        ] {
            let losses: Vec<f64> = epochs.iter().map(|&e| law.at(e)).collect();
            let fitter = Fitter::new(&epochs);
            let found = fitter.fit(&losses).unwrap();
            assert!(
                (found.at(119) / law.at(119) - 1.0).abs() < 1e-6,
                "{found:?}"
            );
            let interval = fitter.interval_at(&found, &losses, 119, 0).unwrap();
            assert!(interval.high - interval.low < 1e-6);
        }
    }

    #[test]
    fn what_rises_has_no_height() {
        let found = Fitter::new(&[0, 1, 2, 3])
            .fit(&[1.0, 1.1, 1.2, 1.3])
            .unwrap();
        assert_eq!(found.height, 0.0);
    }
}
