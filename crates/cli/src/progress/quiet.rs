//! No progress at all, only warnings.

use faceoff_study::{
    BeginningRun, Error, Event, EventObserver, Observer, Outcome, RunObserver, Step,
};

use super::words;

/// Shows nothing.
pub(super) struct Quiet;

impl Observer for Quiet {
    fn warning(&self, text: &str) {
        words::warn(text);
    }

    fn step<'a>(&'a self, _: Step<'_>) -> Box<dyn Fn(u64, u64) + Sync + 'a> {
        Box::new(|_, _| {})
    }

    fn training_begins(&self, _: usize) {}

    fn run_begins<'a>(&'a self, _: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        Box::new(Self)
    }

    fn training_ends(&self) {}
}

impl EventObserver for Quiet {
    fn event(&mut self, _: Event<'_>) {}
}

impl RunObserver for Quiet {
    fn ended(&mut self, _: &Result<Outcome, Error>) {}
}
