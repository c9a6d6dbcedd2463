//! Mean squared error.

use super::penalty::Penalty;
use crate::macros::bare;

bare! {
    /// Mean squared error: `d²`.
    pub struct Mse as "mse";
}

impl Penalty for Mse {
    fn value(&self, difference: f64) -> f64 {
        difference * difference
    }

    fn slope(&self, difference: f64) -> f64 {
        2.0 * difference
    }

    fn numbers(&self) -> Vec<f64> {
        vec![]
    }

    fn legend(&self, _: &dyn Fn(f64) -> String) -> String {
        "MSE".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        crate::loss::check(Mse, &[(-3.0, 9.0), (0.5, 0.25)]);
    }
}
