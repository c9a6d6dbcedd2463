//! Smooth L1 loss.

use super::penalty::{Penalty, sign};
use crate::field::{Accepts, POSITIVE};
use crate::macros::spec;

spec! {
    /// Smooth L1 loss: `0.5·d²/beta` for `|d| < beta`, `|d| − 0.5·beta` beyond.
    #[derive(Copy)]
    pub struct SmoothL1 as "smooth-l1", default {
        /// Distance at which the square turns into the straight line.
        pub beta: f64 = 1.0, Accepts::Number(POSITIVE);
    }
}

impl Penalty for SmoothL1 {
    fn value(&self, difference: f64) -> f64 {
        let (d, beta) = (difference.abs(), self.beta);
        match d < beta {
            true => 0.5 * d * d / beta,
            false => d - 0.5 * beta,
        }
    }

    fn slope(&self, difference: f64) -> f64 {
        match difference.abs() < self.beta {
            true => difference / self.beta,
            false => sign(difference),
        }
    }

    fn numbers(&self) -> Vec<f64> {
        vec![self.beta]
    }

    fn legend(&self, number: &dyn Fn(f64) -> String) -> String {
        match *self == Self::default() {
            true => "smooth L1".to_owned(),
            false => format!("smooth L1, beta {}", number(self.beta)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        crate::loss::check(SmoothL1 { beta: 1.0 }, &[(0.5, 0.125), (-3.0, 2.5)]);
        crate::loss::check(SmoothL1 { beta: 0.25 }, &[(0.1, 0.02)]);
        crate::loss::check_pieces_meet(SmoothL1 { beta: 0.3 }, 0.3);
    }
}
