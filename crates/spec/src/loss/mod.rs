//! What is minimised. Losses of single numbers are computed here, in float64: records and reports
//! hold these, and kernels on the CPU train with them.

mod adaptive_wing;
mod huber;
mod l1;
mod mse;
mod penalty;
mod smooth_l1;
mod wing;

pub use adaptive_wing::AdaptiveWing;
pub use huber::Huber;
pub use l1::L1;
pub use mse::Mse;
pub use penalty::Penalty;
pub use smooth_l1::SmoothL1;
pub use wing::Wing;

use crate::macros::kinds;

kinds! {
    $
    /// What is minimised.
    #[derive(Copy)]
    pub enum Loss, on_loss {
        Mse(Mse),
        L1(L1),
        SmoothL1(SmoothL1),
        Huber(Huber),
        Wing(Wing),
        AdaptiveWing(AdaptiveWing),
    }
}

impl Loss {
    /// The loss of one number that is off by `difference` (prediction − ground truth).
    pub fn value(&self, difference: f64) -> f64 {
        on_loss!(self, loss => loss.value(difference))
    }

    /// The derivative of [`value`](Self::value) with respect to `difference`.
    pub fn slope(&self, difference: f64) -> f64 {
        on_loss!(self, loss => loss.slope(difference))
    }

    /// The numbers of its formula, each above 0, in the order in which kernels on a GPU take them.
    pub fn numbers(&self) -> Vec<f64> {
        on_loss!(self, loss => loss.numbers())
    }

    /// The mean loss of `predictions` against `truth`, two slices of one length.
    ///
    /// 0 for empty slices.
    pub fn mean(&self, predictions: &[f32], truth: &[f32]) -> f64 {
        let sum: f64 = predictions
            .iter()
            .zip(truth)
            .map(|(p, t)| self.value(f64::from(*p) - f64::from(*t)))
            .sum();
        sum / predictions.len().max(1) as f64
    }

    /// What legends call it; `number` writes numbers as the rest of the page does.
    pub fn legend(&self, number: &dyn Fn(f64) -> String) -> String {
        on_loss!(self, loss => loss.legend(number))
    }
}

/// Compares a loss with values by hand, and its slope with the differences of its values.
#[cfg(test)]
fn check(loss: impl Into<Loss>, values: &[(f64, f64)]) {
    let loss = loss.into();
    for (difference, expected) in values {
        let found = loss.value(*difference);
        assert!(
            (found - expected).abs() < 1e-12,
            "{loss:?} of {difference}: {found}, expected {expected}"
        );
    }
    const STEP: f64 = 1e-6;
    for at in (-200..200).map(|i| f64::from(i) * 0.077 + 0.0123) {
        let (before, after) = (loss.value(at - STEP), loss.value(at + STEP));
        let (slope, found) = ((after - before) / (2.0 * STEP), loss.slope(at));
        assert!(
            (slope - found).abs() < 1e-5 * slope.abs().max(1.0),
            "{loss:?} rises by {slope} at {at}, its slope is {found}"
        );
    }
    assert_eq!(loss.slope(0.0), 0.0, "{loss:?}");
    assert!(loss.slope(f64::NAN).is_nan(), "{loss:?}");
}

/// The two pieces of a loss have one value where they meet.
#[cfg(test)]
fn check_pieces_meet(loss: impl Into<Loss>, at: f64) {
    let loss = loss.into();
    let gap = loss.value(at - 1e-9) - loss.value(at);
    assert!(gap.abs() < 1e-7, "{loss:?} jumps by {gap} at {at}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_without_fields_is_its_name() {
        assert_eq!(serde_json::to_string(&Loss::from(Mse)).unwrap(), r#""mse""#);
        let read: Loss = serde_json::from_str(r#""l1""#).unwrap();
        assert_eq!(read, L1.into());
        assert!(serde_json::from_str::<Loss>(r#"{"mse":{}}"#).is_err());
    }
}
