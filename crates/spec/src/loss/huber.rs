//! Huber loss.

use super::penalty::{Penalty, sign};
use crate::field::{Accepts, POSITIVE};
use crate::macros::spec;

spec! {
    /// Huber loss: `0.5·d²` for `|d| < delta`, `delta·(|d| − 0.5·delta)` beyond.
    #[derive(Copy)]
    pub struct Huber as "huber", default {
        /// Distance at which the square turns into the straight line.
        pub delta: f64 = 1.0, Accepts::Number(POSITIVE);
    }
}

impl Penalty for Huber {
    fn value(&self, difference: f64) -> f64 {
        let (d, delta) = (difference.abs(), self.delta);
        match d < delta {
            true => 0.5 * d * d,
            false => delta * (d - 0.5 * delta),
        }
    }

    fn slope(&self, difference: f64) -> f64 {
        match difference.abs() < self.delta {
            true => difference,
            false => self.delta * sign(difference),
        }
    }

    fn numbers(&self) -> Vec<f64> {
        vec![self.delta]
    }

    fn legend(&self, number: &dyn Fn(f64) -> String) -> String {
        format!("Huber, delta {}", number(self.delta))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        crate::loss::check(Huber { delta: 2.0 }, &[(1.0, 0.5), (-3.0, 4.0)]);
        crate::loss::check_pieces_meet(Huber { delta: 0.7 }, 0.7);
    }
}
