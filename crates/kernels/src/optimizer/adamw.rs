//! Adam with decoupled weight decay (Loshchilov & Hutter 2019).

use faceoff_spec::{Adam, Adamw};

use super::adam::{AdamStep, MOMENTS};
use super::rule::{Rule, Step};

impl Rule for Adamw {
    fn moments(&self) -> &'static [&'static str] {
        MOMENTS
    }

    fn step(&self, step: u64, learning_rate: f64) -> Box<dyn Step> {
        let adam = Adam {
            beta1: self.beta1,
            beta2: self.beta2,
            epsilon: self.epsilon,
            weight_decay: 0.0,
        };
        let shrink = learning_rate * self.weight_decay;
        Box::new(AdamStep::new(&adam, step, learning_rate, shrink))
    }
}
