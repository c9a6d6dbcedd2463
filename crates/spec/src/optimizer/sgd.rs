//! Stochastic gradient descent.

use super::legend::Legend;
use crate::field::{Accepts, BELOW_ONE, NOT_NEGATIVE};
use crate::macros::spec;
use crate::{Conflict, Reader};

spec! {
    /// Stochastic gradient descent.
    #[derive(Copy)]
    pub struct Sgd as "sgd", default {
        /// Share of the last step that the next one keeps; 0 for none.
        pub momentum: f64 = 0.0, Accepts::Number(BELOW_ONE);
        /// Whether the momentum is Nesterov's; it needs momentum.
        pub nesterov: bool = false, Accepts::Flag;
        /// L2 penalty added to the gradient.
        pub weight_decay: f64 = 0.0, Accepts::Number(NOT_NEGATIVE);
    }
    check nesterov_has_momentum(momentum, nesterov);
}

fn nesterov_has_momentum(reader: &dyn Reader, momentum: &f64, nesterov: &bool) {
    if *nesterov && *momentum == 0.0 {
        let label = "the momentum is 0";
        reader.conflict(
            Conflict::new("`train.optimizer.nesterov` needs momentum")
                .at("nesterov", label)
                .at("momentum", label)
                .help("say `momentum = 0.9`, or leave `nesterov` out"),
        );
    }
}

impl Legend for Sgd {
    fn legend(&self, number: &dyn Fn(f64) -> String) -> String {
        match (self.momentum > 0.0, self.nesterov) {
            (false, _) => "SGD".to_owned(),
            (true, false) => format!("SGD with momentum {}", number(self.momentum)),
            (true, true) => format!("SGD with Nesterov momentum {}", number(self.momentum)),
        }
    }
}
