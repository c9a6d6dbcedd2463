//! Adaptive Wing loss.

use super::penalty::{Penalty, sign};
use crate::field::{Accepts, Numbers, POSITIVE};
use crate::macros::spec;

/// Only then is the slope at a difference of 0 itself 0.
const ABOVE_TWO: Numbers = Numbers {
    allowed: "a finite number above 2",
    holds: |x| x > 2.0,
};

spec! {
    /// Adaptive Wing loss (Wang et al. 2019), as for the foreground of a heatmap:
    /// `omega·ln(1 + (|d|/epsilon)^(alpha − 1))` for `|d| < theta`, `A·|d| − C` beyond, with the `A` and
    /// `C` that join the two smoothly.
    #[derive(Copy)]
    pub struct AdaptiveWing as "adaptive-wing", default {
        /// How the loss is bent at small distances; with 2 it would be Wing loss.
        pub alpha: f64 = 2.1, Accepts::Number(ABOVE_TWO);
        /// Size of the logarithm.
        pub omega: f64 = 14.0, Accepts::Number(POSITIVE);
        /// How far the logarithm is bent.
        pub epsilon: f64 = 1.0, Accepts::Number(POSITIVE);
        /// Distance at which the logarithm turns into the straight line.
        pub theta: f64 = 0.5, Accepts::Number(POSITIVE);
    }
}

impl AdaptiveWing {
    /// Of the logarithm, at a distance.
    fn curved(&self, distance: f64) -> f64 {
        let share = distance / self.epsilon;
        self.omega * share.powf(self.alpha - 1.0).ln_1p()
    }

    /// The derivative of [`curved`](Self::curved).
    fn curved_slope(&self, distance: f64) -> f64 {
        let (share, power) = (distance / self.epsilon, self.alpha - 1.0);
        let inner = power * share.powf(power - 1.0) / self.epsilon;
        self.omega * inner / (1.0 + share.powf(power))
    }
}

impl Penalty for AdaptiveWing {
    fn value(&self, difference: f64) -> f64 {
        let d = difference.abs();
        match d < self.theta {
            true => self.curved(d),
            false => self.curved(self.theta) + self.curved_slope(self.theta) * (d - self.theta),
        }
    }

    fn slope(&self, difference: f64) -> f64 {
        let d = difference.abs();
        match d < self.theta {
            true => sign(difference) * self.curved_slope(d),
            false => sign(difference) * self.curved_slope(self.theta),
        }
    }

    fn numbers(&self) -> Vec<f64> {
        vec![self.alpha, self.omega, self.epsilon, self.theta]
    }

    fn legend(&self, number: &dyn Fn(f64) -> String) -> String {
        format!("adaptive Wing, omega {}", number(self.omega))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        let loss = AdaptiveWing {
            alpha: 3.0,
            omega: 10.0,
            epsilon: 1.0,
            theta: 2.0,
        };
        // Beyond 2, the slope is 10 · 2·2 / (1 + 4) = 8.
        let line = 10.0 * 5f64.ln() + 8.0;
        crate::loss::check(loss, &[(-1.0, 10.0 * 2f64.ln()), (3.0, line)]);
        crate::loss::check(AdaptiveWing::default(), &[(0.0, 0.0)]);
        crate::loss::check_pieces_meet(AdaptiveWing::default(), 0.5);
    }
}
