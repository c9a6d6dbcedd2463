//! What legends call an optimizer.

/// What legends call an optimizer.
pub(super) trait Legend {
    /// The name; `number` writes numbers as the rest of the page does.
    fn legend(&self, number: &dyn Fn(f64) -> String) -> String;
}
