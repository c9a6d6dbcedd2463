//! The same learning rate all along.

use super::rate::Rate;
use crate::macros::bare;

bare! {
    /// Always the same.
    pub struct Constant as "constant";
}

impl Rate for Constant {
    const LEGEND: &'static str = "";

    fn rate(&self, full: f64, _: f64) -> f64 {
        full
    }

    fn scaled(&self, _: &dyn Fn(usize) -> usize) -> Self {
        *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_by_hand() {
        crate::schedule::check(Constant, 0.0, &[(0.0, 0.1), (9.9, 0.1)]);
    }
}
