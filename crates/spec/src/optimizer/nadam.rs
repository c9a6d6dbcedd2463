//! Adam with Nesterov's momentum (Dozat 2016).

use super::legend::Legend;
use crate::field::{Accepts, BELOW_ONE, NOT_NEGATIVE, POSITIVE};
use crate::macros::spec;

spec! {
    /// Adam with Nesterov's momentum (Dozat 2016).
    #[derive(Copy)]
    pub struct Nadam as "nadam", default {
        /// Decay of the first moment.
        pub beta1: f64 = 0.9, Accepts::Number(BELOW_ONE);
        /// Decay of the second moment.
        pub beta2: f64 = 0.999, Accepts::Number(BELOW_ONE);
        /// Added to the root of the second moment.
        pub epsilon: f64 = 1e-8, Accepts::Number(POSITIVE);
        /// L2 penalty added to the gradient.
        pub weight_decay: f64 = 0.0, Accepts::Number(NOT_NEGATIVE);
        /// How fast the momentum rises, from half of `beta1` in the beginning to all of it.
        pub momentum_decay: f64 = 0.004, Accepts::Number(NOT_NEGATIVE);
    }
}

impl Legend for Nadam {
    fn legend(&self, _: &dyn Fn(f64) -> String) -> String {
        "NAdam".to_owned()
    }
}
