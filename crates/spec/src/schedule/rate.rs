//! What a schedule makes of the learning rate.

/// The learning rate over epochs.
pub trait Rate {
    /// The rate `position` epochs into a run (2.5 is the middle of the third epoch) whose full rate
    /// is `full`.
    fn rate(&self, full: f64, position: f64) -> f64;

    /// The same schedule with other numbers of epochs.
    fn scaled(&self, epochs: &dyn Fn(usize) -> usize) -> Self;

    /// What legends add to the rate.
    const LEGEND: &'static str;
}
