//! A learning rate that falls in steps.

use super::rate::Rate;
use crate::field::{Accepts, COUNT, FACTOR};
use crate::macros::spec;

spec! {
    /// Multiplied by `factor` after every `every` epochs.
    #[derive(Copy)]
    pub struct Step as "step" {
        /// Epochs between two drops.
        pub every: usize = required, Accepts::Whole(COUNT);
        /// What a drop multiplies the rate by.
        pub factor: f64 = 0.1, Accepts::Number(FACTOR);
    }
}

impl Rate for Step {
    const LEGEND: &'static str = " in steps";

    fn rate(&self, full: f64, position: f64) -> f64 {
        // Floating-point positions sit within rounding of whole epochs.
        let drops = ((position + 1e-9) / self.every as f64).floor();
        full * self.factor.powf(drops)
    }

    fn scaled(&self, epochs: &dyn Fn(usize) -> usize) -> Self {
        Self {
            every: epochs(self.every),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_by_hand() {
        let (every, factor) = (2, 0.5);
        let rates = [(1.9, 0.1), (2.0, 0.05), (0.1 * 20.0, 0.05), (5.0, 0.025)];
        crate::schedule::check(Step { every, factor }, 0.0, &rates);
    }
}
