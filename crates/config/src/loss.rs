//! Losses of single numbers, in float64: what records and reports are computed with.

use crate::Loss;

impl Loss {
    /// The loss of one number that is off by `difference` (prediction − truth).
    ///
    /// Formulas and their sources are at the variants of [`Loss`].
    pub fn of(&self, difference: f64) -> f64 {
        let d = difference.abs();
        match *self {
            Self::Mse => d * d,
            Self::L1 => d,
            Self::SmoothL1 { beta } if d < beta => 0.5 * d * d / beta,
            Self::SmoothL1 { beta } => d - 0.5 * beta,
            Self::Huber { delta } if d < delta => 0.5 * d * d,
            Self::Huber { delta } => delta * (d - 0.5 * delta),
            Self::Wing { w, epsilon } if d < w => w * (d / epsilon).ln_1p(),
            Self::Wing { w, epsilon } => d - (w - w * (w / epsilon).ln_1p()),
        }
    }

    /// The mean loss of `predictions` against `truth`, two slices of one length.
    ///
    /// 0 for empty slices.
    pub fn mean(&self, predictions: &[f32], truth: &[f32]) -> f64 {
        let sum: f64 = predictions
            .iter()
            .zip(truth)
            .map(|(p, t)| self.of(f64::from(*p) - f64::from(*t)))
            .sum();
        sum / predictions.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use crate::Loss;

    #[test]
    fn values_by_hand() {
        let cases = [
            (Loss::Mse, -3.0, 9.0),
            (Loss::L1, -3.0, 3.0),
            (Loss::SmoothL1 { beta: 1.0 }, 0.5, 0.125),
            (Loss::SmoothL1 { beta: 1.0 }, -3.0, 2.5),
            (Loss::SmoothL1 { beta: 0.25 }, 0.1, 0.02),
            (Loss::Huber { delta: 2.0 }, 1.0, 0.5),
            (Loss::Huber { delta: 2.0 }, -3.0, 4.0),
            (
                Loss::Wing {
                    w: 10.0,
                    epsilon: 2.0,
                },
                2.0,
                10.0 * 2f64.ln(),
            ),
            (
                Loss::Wing {
                    w: 10.0,
                    epsilon: 2.0,
                },
                12.0,
                2.0 + 10.0 * 6f64.ln(),
            ),
        ];
        for (loss, difference, expected) in cases {
            let found = loss.of(difference);
            assert!(
                (found - expected).abs() < 1e-12,
                "{loss:?} of {difference}: {found}"
            );
        }
    }

    #[test]
    fn pieces_meet() {
        for (loss, at) in [
            (Loss::SmoothL1 { beta: 0.3 }, 0.3),
            (Loss::Huber { delta: 0.7 }, 0.7),
            (
                Loss::Wing {
                    w: 10.0,
                    epsilon: 2.0,
                },
                10.0,
            ),
        ] {
            let gap = loss.of(at - 1e-9) - loss.of(at);
            assert!(gap.abs() < 1e-7, "{loss:?} jumps by {gap} at {at}");
        }
    }
}
