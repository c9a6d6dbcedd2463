//! How parameters move along their gradients, with PyTorch's names and meanings.

mod adam;
mod adamw;
mod legend;
mod nadam;
mod rmsprop;
mod sgd;

pub use adam::Adam;
pub use adamw::Adamw;
pub use nadam::Nadam;
pub use rmsprop::Rmsprop;
pub use sgd::Sgd;

use crate::macros::kinds;
use legend::Legend;

kinds! {
    $
    /// The update rule, with PyTorch's names and meanings.
    #[derive(Copy)]
    pub enum Optimizer, on_optimizer {
        Sgd(Sgd),
        Adam(Adam),
        Adamw(Adamw),
        Rmsprop(Rmsprop),
        Nadam(Nadam),
    }
}

impl Optimizer {
    /// What legends call it; `number` writes numbers as the rest of the page does.
    pub fn legend(&self, number: &dyn Fn(f64) -> String) -> String {
        on_optimizer!(self, optimizer => optimizer.legend(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_written_by_their_names_and_read_back() {
        let sgd = Sgd {
            momentum: 0.9,
            ..Sgd::default()
        };
        let cases: [(Optimizer, &str); 2] = [
            (
                sgd.into(),
                r#"{"sgd":{"momentum":0.9,"nesterov":false,"weight_decay":0.0}}"#,
            ),
            (
                Rmsprop::default().into(),
                r#"{"rmsprop":{"alpha":0.99,"epsilon":1e-8,"weight_decay":0.0}}"#,
            ),
        ];
        for (optimizer, json) in cases {
            assert_eq!(serde_json::to_string(&optimizer).unwrap(), json);
            assert_eq!(serde_json::from_str::<Optimizer>(json).unwrap(), optimizer);
        }
        for wrong in [r#""sgd""#, r#"{"sgdm":{}}"#, r#"{"sgd":{"momentum":0.9}}"#] {
            assert!(serde_json::from_str::<Optimizer>(wrong).is_err(), "{wrong}");
        }
    }
}
