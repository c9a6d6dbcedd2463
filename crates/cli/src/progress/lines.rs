//! Plain lines: at the beginning and the end of a run, and now and then in between.

use std::time::{Duration, Instant};

use faceoff_study::{
    BeginningRun, Error, Event, EventObserver, Observer, Outcome, Processor, RunObserver,
};

use super::all_runs::AllRuns;
use super::pace::Pace;
use super::words;
use crate::output;

/// Time between two lines of a run.
const EVERY: Duration = Duration::from_secs(15);
/// Time after which there is a line also within an epoch.
const WITHIN_EPOCH: Duration = EVERY.saturating_mul(4);

/// Shows plain lines.
pub(super) struct Lines(AllRuns);

impl Lines {
    pub(super) fn new() -> Self {
        Self(AllRuns::new())
    }
}

struct Run<'a> {
    all_runs: &'a AllRuns,
    run: BeginningRun<'a>,
    pace: Pace,
    last: Instant,
}

impl Observer for Lines {
    fn warning(&self, text: &str) {
        words::warn(text);
    }

    fn training_begins(&self, runs: usize) {
        self.0.begin(runs);
    }

    fn run_begins<'a>(&'a self, run: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        Box::new(Run {
            all_runs: &self.0,
            run,
            pace: Pace::new(0, 0, 0),
            last: Instant::now(),
        })
    }
}

impl Run<'_> {
    fn say(&self, text: &str) {
        output::say(&words::line(&self.run, text));
    }

    /// `2:03 left, 1:02:03 left for all runs`, as far as that is known.
    fn left(&self, epoch: usize, batches_done: usize) -> [Option<String>; 2] {
        let done = self.run.share * self.pace.fraction(epoch, batches_done);
        self.all_runs.set(self.run.number, done);
        [self.pace.left(epoch, batches_done), self.all_runs.left()]
    }
}

impl EventObserver for Run<'_> {
    fn event(&mut self, event: Event<'_>) {
        let last = self.last.elapsed();
        match event {
            Event::Started {
                epochs,
                done,
                batches,
            } => {
                self.pace = Pace::new(epochs, batches, done);
                self.last = Instant::now();
                let from = match done {
                    0 => String::new(),
                    _ => format!(" from epoch {done}"),
                };
                let on = match self.run.processor {
                    Processor::Cpu => String::new(),
                    gpu => format!(" on {gpu}"),
                };
                self.say(&format!(
                    "training {epochs} epochs of {batches} batches{from}{on}"
                ));
            }
            Event::Batch {
                epoch,
                done,
                loss,
                images_per_second,
            } if last >= WITHIN_EPOCH => {
                self.last = Instant::now();
                let Pace {
                    epochs, batches, ..
                } = self.pace;
                let at = format!("epoch {} of {epochs}, batch {done} of {batches}", epoch + 1);
                let pace = words::pace(loss, images_per_second);
                let [left, of_all] = self.left(epoch, done);
                self.say(&words::joined([Some(at), Some(pace), left, of_all]));
            }
            Event::Epoch(line) if line.epoch + 1 == self.pace.epochs || last >= EVERY => {
                self.last = Instant::now();
                let done = line.epoch + 1;
                let at = format!("epoch {done} of {}", self.pace.epochs);
                let losses = words::losses(line.train_loss, line.test_loss);
                let pace = words::pace(None, line.images_per_second);
                let [left, of_all] = self.left(done, 0);
                self.say(&words::joined([
                    Some(at),
                    Some(losses),
                    Some(pace),
                    left,
                    of_all,
                ]));
            }
            Event::StartsOver { reason } => self.say(&words::starts_over(reason)),
            Event::Lengthened { epochs } => {
                self.pace.epochs = epochs;
                self.say(&words::lengthened(epochs));
            }
            Event::Batch { .. } | Event::Epoch(_) | Event::Snapshot(_) => {}
        }
    }
}

/// Also where the run ends in a panic.
impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.all_runs.set(self.run.number, self.run.share);
    }
}

impl RunObserver for Run<'_> {
    fn ended(&mut self, outcome: &Result<Outcome, Error>) {
        if let Some(text) = words::ended(outcome) {
            self.say(&text);
        }
    }
}
