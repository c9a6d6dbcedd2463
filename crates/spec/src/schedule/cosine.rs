//! A learning rate that falls along half a cosine.

use std::f64::consts::PI;

use super::rate::Rate;
use crate::field::{Accepts, COUNT, NOT_NEGATIVE};
use crate::macros::spec;
use crate::{Conflict, Reader};

spec! {
    /// Half a cosine from the full rate to `minimum` over `over` epochs, then `minimum`
    /// (Loshchilov & Hutter 2017, without restarts).
    #[derive(Copy)]
    pub struct Cosine as "cosine" {
        /// Epochs the fall takes, counted from the start of the run.
        pub over: usize = (as "train.epochs"), Accepts::Whole(COUNT);
        /// The rate at the end.
        pub minimum: f64 = 0.0, Accepts::Number(NOT_NEGATIVE);
    }
    check warmup_ends_before(over);
    check minimum_is_below_the_rate(minimum);
}

fn warmup_ends_before(reader: &dyn Reader, over: &usize) {
    if let Some(warmup) = reader.number_at("warmup")
        && warmup >= *over as f64
    {
        let label = format!("{warmup} epochs of warm-up, the cosine ends after {over}");
        reader.conflict(
            Conflict::new("`train.schedule.warmup` must end before the cosine does")
                .at("warmup", &label)
                .at("over", &label),
        );
    }
}

fn minimum_is_below_the_rate(reader: &dyn Reader, minimum: &f64) {
    if let Some(rate) = reader.number_at("train.learning_rate")
        && *minimum > rate
    {
        let label = format!("the minimum is {minimum}, the learning rate {rate}");
        reader.conflict(
            Conflict::new("`train.schedule.minimum` must be at most the learning rate")
                .at("minimum", &label)
                .at("train.learning_rate", &label),
        );
    }
}

impl Rate for Cosine {
    const LEGEND: &'static str = " cosine";

    fn rate(&self, full: f64, position: f64) -> f64 {
        let done = (position / self.over as f64).min(1.0);
        self.minimum + 0.5 * (full - self.minimum) * (1.0 + (PI * done).cos())
    }

    fn scaled(&self, epochs: &dyn Fn(usize) -> usize) -> Self {
        Self {
            over: epochs(self.over),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_by_hand() {
        let (over, minimum) = (8, 0.02);
        let rates = [(0.0, 0.1), (4.0, 0.06), (8.0, 0.02), (20.0, 0.02)];
        crate::schedule::check(Cosine { over, minimum }, 0.0, &rates);
    }
}
