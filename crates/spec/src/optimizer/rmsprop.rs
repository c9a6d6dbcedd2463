//! RMSprop.

use super::legend::Legend;
use crate::field::{Accepts, BELOW_ONE, NOT_NEGATIVE, POSITIVE};
use crate::macros::spec;

spec! {
    /// RMSprop, not centred, without momentum.
    #[derive(Copy)]
    pub struct Rmsprop as "rmsprop", default {
        /// Decay of the mean of the squared gradient.
        pub alpha: f64 = 0.99, Accepts::Number(BELOW_ONE);
        /// Added to the root of that mean.
        pub epsilon: f64 = 1e-8, Accepts::Number(POSITIVE);
        /// L2 penalty added to the gradient.
        pub weight_decay: f64 = 0.0, Accepts::Number(NOT_NEGATIVE);
    }
}

impl Legend for Rmsprop {
    fn legend(&self, _: &dyn Fn(f64) -> String) -> String {
        "RMSprop".to_owned()
    }
}
