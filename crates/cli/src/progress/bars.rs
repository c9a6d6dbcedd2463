//! Bars on a terminal: the runs, and for each run under way its epochs and its batches.

use std::sync::{Mutex, PoisonError};

use faceoff_study::{
    BeginningRun, Error, Event, EventObserver, Observer, Outcome, RunObserver, Step,
};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::pace::Pace;
use super::words;

/// Shows bars.
pub(super) struct Bars {
    all: MultiProgress,
    /// The bar that counts runs, while some are trained.
    runs: Mutex<Option<ProgressBar>>,
}

struct Run<'a> {
    bars: &'a Bars,
    run: BeginningRun<'a>,
    pace: Pace,
    epochs: ProgressBar,
    batches: ProgressBar,
}

/// Clears a step's bar at the end of the step.
struct StepBar(ProgressBar);

impl Drop for StepBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Bars {
    pub(super) fn new() -> Self {
        Self {
            all: MultiProgress::new(),
            runs: Mutex::new(None),
        }
    }

    /// The bar that counts runs. Locks are held for moments that cannot panic.
    fn runs(&self) -> Option<ProgressBar> {
        let runs = self.runs.lock();
        runs.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_runs(&self, bar: Option<ProgressBar>) {
        *self.runs.lock().unwrap_or_else(PoisonError::into_inner) = bar;
    }
}

/// A bar that looks as `template` says.
fn bar(template: &str, length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let style = ProgressStyle::with_template(template);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Counts `what` up to `length`.
fn training_bar(what: &str, length: usize) -> ProgressBar {
    let template = format!("{what} {{bar:24}} {{pos:>4}}/{{len:<4}} {{wide_msg}}");
    let bar = bar(&template, length as u64);
    bar.set_style(bar.style().progress_chars("━╸─"));
    bar
}

impl Observer for Bars {
    fn warning(&self, text: &str) {
        words::warn(text);
    }

    fn step<'a>(&'a self, step: Step<'_>) -> Box<dyn Fn(u64, u64) + Sync + 'a> {
        const IMAGES: &str = "{msg} {bar:24} {pos}/{len} images";
        const BYTES: &str = "{msg} {bar:24} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
        let (template, text) = match step {
            Step::ReadingImages(folder) => (IMAGES, format!("reading {}", folder.display())),
            Step::CheckingImages(folder) => (IMAGES, format!("checking {}", folder.display())),
            Step::DrawingFaces(folder) => {
                (IMAGES, format!("drawing faces in {}", folder.display()))
            }
            Step::Downloading(url) => (BYTES, format!("downloading {url}")),
        };
        let bar = StepBar(bar(template, 0));
        bar.0.set_message(text);
        Box::new(move |done, of| {
            bar.0.set_length(of);
            bar.0.set_position(done);
        })
    }

    fn training_begins(&self, runs: usize) {
        let bar = self.all.add(training_bar("runs ", runs));
        bar.tick();
        self.set_runs(Some(bar));
    }

    fn run_begins<'a>(&'a self, run: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        let epochs = self.all.add(training_bar("epoch", 1));
        // Also where another run begins at the same moment.
        let batches = self.all.insert_after(&epochs, training_bar("batch", 1));
        epochs.set_message(run.name.to_owned());
        Box::new(Run {
            bars: self,
            run,
            pace: Pace::new(0, 0, 0),
            epochs,
            batches,
        })
    }

    fn training_ends(&self) {
        if let Some(runs) = self.runs() {
            runs.finish_and_clear();
        }
        self.set_runs(None);
    }
}

impl Run<'_> {
    fn note(&self, text: &str) {
        // Drawing fails only when the terminal is gone, and then nobody reads it.
        let _ = self.bars.all.println(words::line(&self.run, text));
    }
}

impl EventObserver for Run<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Started {
                epochs,
                done,
                batches,
            } => {
                self.pace = Pace::new(epochs, batches, done);
                self.epochs.set_length(epochs as u64);
                self.epochs.set_position(done as u64);
                self.batches.set_length(batches as u64);
                self.batches.set_position(0);
            }
            Event::Batch {
                epoch,
                done,
                loss,
                images_per_second,
            } => {
                let pace = words::pace(loss, images_per_second);
                self.batches.set_position(done as u64);
                let left = self.pace.left(epoch, done);
                self.batches.set_message(words::joined([Some(pace), left]));
            }
            Event::Epoch(line) => {
                let done = line.epoch + 1;
                let losses = words::losses(line.train_loss, line.test_loss);
                self.epochs.set_position(done as u64);
                // The time first: a narrow terminal cuts the end off.
                let text = words::joined([self.pace.left(done, 0), Some(losses)]);
                self.epochs
                    .set_message(format!("{}: {text}", self.run.name));
            }
            Event::Snapshot(_) => {}
            Event::StartsOver { reason } => self.note(&words::starts_over(reason)),
            Event::Lengthened { epochs } => {
                self.pace.epochs = epochs;
                self.epochs.set_length(epochs as u64);
                self.note(&words::lengthened(epochs));
            }
        }
    }
}

impl RunObserver for Run<'_> {
    fn ended(&mut self, outcome: &Result<Outcome, Error>) {
        if let Some(text) = words::ended(outcome) {
            self.note(&text);
        }
    }
}

/// Also where the run ends in a panic.
impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.batches.finish_and_clear();
        self.epochs.finish_and_clear();
        if let Some(runs) = self.bars.runs() {
            runs.inc(1);
        }
    }
}
