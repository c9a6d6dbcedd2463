//! Wing loss.

use super::penalty::{Penalty, sign};
use crate::field::{Accepts, POSITIVE};
use crate::macros::spec;

spec! {
    /// Wing loss (Feng et al. 2018): `w·ln(1 + |d|/epsilon)` for `|d| < w`, `|d| − C` beyond, with the
    /// `C` that joins the two.
    #[derive(Copy)]
    pub struct Wing as "wing", default {
        /// Distance at which the logarithm turns into the straight line.
        pub w: f64 = 10.0, Accepts::Number(POSITIVE);
        /// How far the logarithm is bent.
        pub epsilon: f64 = 2.0, Accepts::Number(POSITIVE);
    }
}

impl Penalty for Wing {
    fn value(&self, difference: f64) -> f64 {
        let Self { w, epsilon } = *self;
        let d = difference.abs();
        match d < w {
            true => w * (d / epsilon).ln_1p(),
            false => d - (w - w * (w / epsilon).ln_1p()),
        }
    }

    fn slope(&self, difference: f64) -> f64 {
        let size = difference.abs();
        match size < self.w {
            true => sign(difference) * self.w / (self.epsilon + size),
            false => sign(difference),
        }
    }

    fn numbers(&self) -> Vec<f64> {
        vec![self.w, self.epsilon]
    }

    fn legend(&self, number: &dyn Fn(f64) -> String) -> String {
        format!("Wing, w {}", number(self.w))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        let logarithm = 2.0 + 10.0 * 6f64.ln();
        let values = [(2.0, 10.0 * 2f64.ln()), (12.0, logarithm)];
        crate::loss::check(Wing::default(), &values);
        crate::loss::check_pieces_meet(Wing::default(), 10.0);
    }
}
