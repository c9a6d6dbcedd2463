//! Adam with decoupled weight decay (Loshchilov & Hutter 2019).

use super::legend::Legend;
use crate::field::{Accepts, BELOW_ONE, NOT_NEGATIVE, POSITIVE};
use crate::macros::spec;

spec! {
    /// Adam with decoupled weight decay (Loshchilov & Hutter 2019).
    #[derive(Copy)]
    pub struct Adamw as "adamw", default {
        /// Decay of the first moment.
        pub beta1: f64 = 0.9, Accepts::Number(BELOW_ONE);
        /// Decay of the second moment.
        pub beta2: f64 = 0.999, Accepts::Number(BELOW_ONE);
        /// Added to the root of the second moment.
        pub epsilon: f64 = 1e-8, Accepts::Number(POSITIVE);
        /// Weights shrink by `learning rate · weight_decay` a step.
        pub weight_decay: f64 = 0.01, Accepts::Number(NOT_NEGATIVE);
    }
}

impl Legend for Adamw {
    fn legend(&self, _: &dyn Fn(f64) -> String) -> String {
        "AdamW".to_owned()
    }
}
