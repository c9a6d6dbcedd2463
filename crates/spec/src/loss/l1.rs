//! Mean absolute error.

use super::penalty::{Penalty, sign};
use crate::macros::bare;

bare! {
    /// Mean absolute error: `|d|`.
    pub struct L1 as "l1";
}

impl Penalty for L1 {
    fn value(&self, difference: f64) -> f64 {
        difference.abs()
    }

    fn slope(&self, difference: f64) -> f64 {
        sign(difference)
    }

    fn numbers(&self) -> Vec<f64> {
        vec![]
    }

    fn legend(&self, _: &dyn Fn(f64) -> String) -> String {
        "L1".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        crate::loss::check(L1, &[(-3.0, 3.0), (0.5, 0.5)]);
    }
}
