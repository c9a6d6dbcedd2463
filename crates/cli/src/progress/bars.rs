//! Bars on a terminal: the runs, and for each run under way its epochs and its batches.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use faceoff_report::wrap;
use faceoff_study::{
    BeginningRun, Error, Event, EventObserver, Observer, Outcome, RunObserver, Step,
};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::all_runs::AllRuns;
use super::pace::Pace;
use super::words;
use crate::output;

/// Time between two frames of what only turns.
const FRAME: Duration = Duration::from_millis(200);

/// Shows bars.
pub(super) struct Bars {
    all: MultiProgress,
    /// The bar that counts runs, while some are trained.
    runs: Mutex<Option<ProgressBar>>,
    all_runs: AllRuns,
}

struct Run<'a> {
    bars: &'a Bars,
    run: BeginningRun<'a>,
    pace: Pace,
    epochs: ProgressBar,
    batches: ProgressBar,
    /// Losses after the last epoch.
    losses: Option<String>,
}

/// Clears a step's bar at the end of the step.
struct StepBar(ProgressBar);

impl Drop for StepBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Bars {
    pub(super) fn new(all: MultiProgress) -> Self {
        Self {
            all,
            runs: Mutex::new(None),
            all_runs: AllRuns::new(),
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

/// How something is shown, as `template` says.
fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("━╸─")
}

/// Counts `what`. With what stands behind it, it fits in 60 columns.
fn counting(what: &str) -> String {
    format!("{what:<5} {{bar:20}} {{pos:>4}}/{{len:<4}} {{msg}}")
}

fn bar(template: &str, length: usize) -> ProgressBar {
    ProgressBar::new(length as u64).with_style(style(template))
}

impl Observer for Bars {
    fn warning(&self, text: &str) {
        words::warn(text);
    }

    fn step<'a>(&'a self, step: Step<'_>) -> Box<dyn Fn(u64, u64) + Sync + 'a> {
        let (counts, text) = match step {
            Step::ReadingImages(folder) => ("images", format!("reading {}", folder.display())),
            Step::CheckingImages(folder) => ("images", format!("checking {}", folder.display())),
            Step::DrawingFaces(folder) => {
                ("images", format!("drawing faces in {}", folder.display()))
            }
            Step::Downloading(url) => ("", format!("downloading {url}")),
            Step::ReadingRecords(study) => ("", format!("reading the records of {study}")),
            Step::DrawingReport(folder) => {
                let text = format!("judging and drawing the report in {}", folder.display());
                ("comparisons", text)
            }
        };
        let counted = match step {
            Step::Downloading(_) => {
                "{spinner} {msg}\n{bar:20} {bytes}/{total_bytes} {bytes_per_sec} {eta}".to_owned()
            }
            _ => format!("{{spinner}} {{msg}}\n{{bar:20}} {{pos}}/{{len}} {counts}"),
        };
        let bar = self.all.add(ProgressBar::new_spinner());
        bar.set_message(wrap(&text, output::error_width()));
        bar.enable_steady_tick(FRAME);
        bar.tick();
        let bar = StepBar(bar);
        Box::new(move |done, of| {
            // Until something is counted it only turns.
            if of > 0 && bar.0.length() != Some(of) {
                bar.0.set_length(of);
                bar.0.set_style(style(&counted));
            }
            bar.0.set_position(done);
        })
    }

    fn training_begins(&self, runs: usize) {
        self.all_runs.begin(runs);
        let bar = self.all.add(bar(&counting("runs"), runs));
        bar.tick();
        self.set_runs(Some(bar));
    }

    fn run_begins<'a>(&'a self, run: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        let template = format!("{{prefix}}\n{}", counting("epoch"));
        let epochs = self.all.add(bar(&template, 1));
        epochs.set_prefix(wrap(run.name, output::error_width()));
        // Also where another run begins at the same moment.
        let template = format!("{}\nloss  {{prefix}}", counting("batch"));
        let batches = self.all.insert_after(&epochs, bar(&template, 1));
        epochs.tick();
        Box::new(Run {
            bars: self,
            run,
            pace: Pace::new(0, 0, 0),
            epochs,
            batches,
            losses: None,
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
        output::say(&words::line(&self.run, text));
    }

    /// Shows how far the run is, and all runs with it.
    fn show_time(&self, epoch: usize, batches_done: usize) {
        if let Some(left) = self.pace.left(epoch, batches_done) {
            self.epochs.set_message(left);
        }
        let done = self.run.share * self.pace.fraction(epoch, batches_done);
        self.bars.all_runs.set(self.run.number, done);
        if let (Some(runs), Some(left)) = (self.bars.runs(), self.bars.all_runs.left()) {
            runs.set_message(left);
        }
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
                self.batches.set_position(done as u64);
                self.batches.set_message(words::speed(images_per_second));
                let loss = loss.map(|loss| format!("{loss:.5}"));
                let losses = [loss, self.losses.clone()].into_iter().flatten();
                let losses: Vec<_> = losses.collect();
                self.batches.set_prefix(losses.join(" · "));
                self.show_time(epoch, done);
            }
            Event::Epoch(line) => {
                let done = line.epoch + 1;
                self.epochs.set_position(done as u64);
                let test = line.test_loss;
                let test = test.map_or_else(String::new, |test| format!(", test {test:.5}"));
                self.losses = Some(format!("last epoch: train {:.5}{test}", line.train_loss));
                self.show_time(done, 0);
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
        self.bars.all_runs.set(self.run.number, self.run.share);
        if let Some(runs) = self.bars.runs() {
            runs.inc(1);
        }
    }
}
