//! No progress at all, only warnings.

use faceoff_study::{BeginningRun, Error, Event, EventObserver, Observer, Outcome, RunObserver};

use super::words;

/// Shows nothing.
pub(super) struct Quiet;

impl Observer for Quiet {
    fn warning(&self, text: &str) {
        words::warn(text);
    }

    fn run_begins<'a>(&'a self, _: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        Box::new(Self)
    }
}

impl EventObserver for Quiet {
    fn event(&mut self, _: Event<'_>) {}
}

impl RunObserver for Quiet {
    fn ended(&mut self, _: &Result<Outcome, Error>) {}
}
