//! What a loss makes of one number that is off.

/// The loss of a number that is off by a difference (prediction − ground truth).
pub trait Penalty {
    /// The loss.
    fn value(&self, difference: f64) -> f64;

    /// The derivative of the loss with respect to the difference; 0 at 0.
    fn slope(&self, difference: f64) -> f64;

    /// The numbers of its formula, each above 0, in the order in which kernels on a GPU take them.
    fn numbers(&self) -> Vec<f64>;

    /// What legends call it; `number` writes numbers as the rest of the page does.
    fn legend(&self, number: &dyn Fn(f64) -> String) -> String;
}

/// −1 below 0, 1 above, 0 at 0 and NaN at NaN.
pub(super) fn sign(difference: f64) -> f64 {
    // `signum` is ±1 at ±0.
    match difference == 0.0 {
        true => 0.0,
        false => difference.signum(),
    }
}
