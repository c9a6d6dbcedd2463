//! How training is shown while it goes on: bars on a terminal, plain lines in a file, JSON for
//! programs, nothing when asked to be quiet.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use faceoff_record::EpochMetrics;
use faceoff_train::{Event, Observer, Processor};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde_json::json;

use crate::args::Common;
use crate::output;

/// Time between two plain lines.
const LINE_EVERY: Duration = Duration::from_secs(15);

/// Shows the training of several runs, some of them at the same time.
pub(crate) struct Progress {
    style: Style,
    runs: usize,
    begun: AtomicUsize,
}

/// Shows one of these runs, until it is dropped.
pub(crate) struct RunProgress<'a> {
    all: &'a Progress,
    /// The run's number, from 1.
    number: usize,
    name: String,
    /// What it is trained on.
    processor: &'a Processor,
    clock: Clock,
    view: View,
}

enum Style {
    Bars {
        all: MultiProgress,
        runs: ProgressBar,
    },
    Lines,
    Json,
    Quiet,
}

/// What is shown of one run.
enum View {
    Bars {
        epochs: ProgressBar,
        batches: ProgressBar,
    },
    Lines {
        last: Instant,
    },
    Json,
    Quiet,
}

/// How far a run is, for the time left.
#[derive(Clone, Copy)]
struct Clock {
    started: Instant,
    epochs: usize,
    batches: usize,
    first_epoch: usize,
}

impl Clock {
    /// Time the rest of the run takes at its pace so far.
    fn left(&self, epoch: usize, batches_done: usize) -> Option<Duration> {
        let batches = self.batches.max(1) as f64;
        let at = epoch as f64 + batches_done as f64 / batches;
        let done = at - self.first_epoch as f64;
        let left = self.epochs as f64 - at;
        (done > 0.0).then(|| self.started.elapsed().mul_f64((left / done).max(0.0)))
    }
}

impl Progress {
    /// For `runs` runs, shown as `common` asks and the output allows.
    pub(crate) fn new(common: &Common, runs: usize) -> Self {
        let style = if common.quiet {
            Style::Quiet
        } else if common.json {
            Style::Json
        } else if std::io::stderr().is_terminal() {
            let all = MultiProgress::new();
            let runs = all.add(bar("runs ", runs));
            runs.tick();
            Style::Bars { all, runs }
        } else {
            Style::Lines
        };
        Self {
            style,
            runs,
            begun: AtomicUsize::new(0),
        }
    }

    /// The next run begins on `processor`; `name` is what people call it.
    pub(crate) fn begin<'a>(&'a self, name: String, processor: &'a Processor) -> RunProgress<'a> {
        let now = Instant::now();
        let view = match &self.style {
            Style::Bars { all, .. } => {
                let epochs = all.add(bar("epoch", 1));
                // Also where another run begins at the same moment.
                let batches = all.insert_after(&epochs, bar("batch", 1));
                View::Bars { epochs, batches }
            }
            Style::Lines => View::Lines { last: now },
            Style::Json => View::Json,
            Style::Quiet => View::Quiet,
        };
        let run = RunProgress {
            all: self,
            number: 1 + self.begun.fetch_add(1, Ordering::Relaxed),
            name,
            processor,
            clock: Clock {
                started: now,
                epochs: 0,
                batches: 0,
                first_epoch: 0,
            },
            view,
        };
        run.say_epoch("");
        run
    }

    /// All runs are over.
    pub(crate) fn end(self) {
        if let Style::Bars { runs, .. } = self.style {
            runs.finish_and_clear();
        }
    }
}

/// Counts `what` up to `length`.
fn bar(what: &str, length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    let template = format!("{what} {{bar:24}} {{pos:>4}}/{{len:<4}} {{wide_msg}}");
    let style = ProgressStyle::with_template(&template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━╸─");
    bar.set_style(style);
    bar
}

impl RunProgress<'_> {
    /// Something worth a line of its own.
    pub(crate) fn note(&self, text: &str) {
        match &self.all.style {
            Style::Quiet => {}
            Style::Json => print_json(&json!({ "event": "note", "run": self.name, "text": text })),
            Style::Lines => output::say(&self.line(text)),
            Style::Bars { all, .. } => {
                // Drawing fails only when the terminal is gone, and then nobody reads it.
                let _ = all.println(self.line(text));
            }
        }
    }

    fn line(&self, text: &str) -> String {
        format!("[{}/{}] {}: {text}", self.number, self.all.runs, self.name)
    }

    /// Beside the bar of the epochs: which run it is, and `text`.
    fn say_epoch(&self, text: &str) {
        if let View::Bars { epochs, .. } = &self.view {
            epochs.set_message(format!("{}{text}", self.name));
        }
    }
}

impl Drop for RunProgress<'_> {
    fn drop(&mut self) {
        if let View::Bars { epochs, batches } = &self.view {
            batches.finish_and_clear();
            epochs.finish_and_clear();
        }
        if let Style::Bars { runs, .. } = &self.all.style {
            runs.inc(1);
        }
    }
}

/// `1:02:03` or `2:03`.
pub(crate) fn clock_time(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

fn left_text(left: Option<Duration>) -> String {
    left.map_or_else(String::new, |left| format!(", {} left", clock_time(left)))
}

/// Training is worth more than its listeners: it goes on where printing fails.
fn print_json(value: &serde_json::Value) {
    if let Err(error) = output::print(&value.to_string()) {
        tracing::warn!("{error}");
    }
}

impl Observer for RunProgress<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Started {
                epochs,
                done,
                batches,
            } => self.started(epochs, done, batches),
            Event::Batch {
                epoch,
                done,
                loss,
                images_per_second,
            } => {
                self.batch(epoch, done, loss, images_per_second);
            }
            Event::Epoch(line) => self.epoch(line),
            Event::Snapshot(snapshot) => {
                if let View::Json = self.view {
                    let value =
                        json!({ "event": "snapshot", "run": self.name, "snapshot": snapshot });
                    print_json(&value);
                }
            }
            Event::StartsOver { reason } => self.note(&format!("starts over: {reason}")),
            Event::Lengthened { epochs } => self.lengthened(epochs),
        }
    }
}

impl RunProgress<'_> {
    fn started(&mut self, epochs: usize, done: usize, batches: usize) {
        self.clock = Clock {
            started: Instant::now(),
            epochs,
            batches,
            first_epoch: done,
        };
        match &mut self.view {
            View::Bars {
                epochs: epoch_bar,
                batches: batch_bar,
            } => {
                epoch_bar.set_length(epochs as u64);
                epoch_bar.set_position(done as u64);
                batch_bar.set_length(batches as u64);
                batch_bar.set_position(0);
            }
            View::Lines { last } => {
                *last = Instant::now();
                let from = match done {
                    0 => String::new(),
                    _ => format!(" from epoch {done}"),
                };
                let on = match self.processor {
                    Processor::Cpu => String::new(),
                    gpu => format!(" on {gpu}"),
                };
                let text = format!("training {epochs} epochs of {batches} batches{from}{on}");
                output::say(&self.line(&text));
            }
            View::Json => print_json(&json!({
                "event": "started", "run": self.name, "epochs": epochs, "done": done,
                "batches": batches, "device": self.processor.to_string()
            })),
            View::Quiet => {}
        }
    }

    fn lengthened(&mut self, epochs: usize) {
        self.clock.epochs = epochs;
        if let View::Bars { epochs: bar, .. } = &self.view {
            bar.set_length(epochs as u64);
        }
        self.note(&format!(
            "the numbers differ from the record, made elsewhere: trains all {epochs} epochs of it \
             again"
        ));
    }

    fn batch(&mut self, epoch: usize, done: usize, loss: Option<f64>, images_per_second: f64) {
        let left = left_text(self.clock.left(epoch, done));
        let (epochs, batches) = (self.clock.epochs, self.clock.batches);
        let loss = loss.map_or_else(String::new, |loss| format!("loss {loss:.5}, "));
        match &mut self.view {
            View::Bars { batches, .. } => {
                batches.set_position(done as u64);
                batches.set_message(format!("{loss}{images_per_second:.1} images/s{left}"));
            }
            // Long epochs: a line now and then inside them too.
            View::Lines { last } if last.elapsed() >= LINE_EVERY * 4 => {
                *last = Instant::now();
                let text = format!(
                    "epoch {} of {epochs}, batch {done} of {batches}, {loss}\
                     {images_per_second:.1} images/s{left}",
                    epoch + 1,
                );
                output::say(&self.line(&text));
            }
            View::Lines { .. } | View::Json | View::Quiet => {}
        }
    }

    fn epoch(&mut self, line: &EpochMetrics) {
        let done = line.epoch + 1;
        let left = left_text(self.clock.left(done, 0));
        let epochs = self.clock.epochs;
        let test = line.test_loss.map(|test| format!(", test {test:.5}"));
        let losses = format!("train {:.5}{}", line.train_loss, test.unwrap_or_default());
        match &mut self.view {
            View::Bars { epochs, .. } => {
                epochs.set_position(done as u64);
                self.say_epoch(&format!(": {losses}{left}"));
            }
            View::Lines { last } if done == epochs || last.elapsed() >= LINE_EVERY => {
                *last = Instant::now();
                let speed = line.images_per_second;
                let text = format!("epoch {done} of {epochs}, {losses}, {speed:.1} images/s{left}");
                output::say(&self.line(&text));
            }
            View::Json => {
                print_json(&json!({ "event": "epoch", "run": self.name, "metrics": line }));
            }
            View::Lines { .. } | View::Quiet => {}
        }
    }
}

/// Shows how far one long step has come.
pub(crate) struct Counting {
    bar: ProgressBar,
}

impl Counting {
    /// Counts pictures; `what` says what is done to them.
    pub(crate) fn pictures(common: &Common, what: &str) -> Self {
        Self::new(common, what, "{msg} {bar:24} {pos}/{len} pictures")
    }

    /// Counts bytes.
    pub(crate) fn bytes(common: &Common, what: &str) -> Self {
        Self::new(
            common,
            what,
            "{msg} {bar:24} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        )
    }

    fn new(common: &Common, what: &str, template: &str) -> Self {
        let shown = !common.quiet && !common.json && std::io::stderr().is_terminal();
        let bar = if shown {
            ProgressBar::new(0)
        } else {
            ProgressBar::hidden()
        };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.set_message(what.to_owned());
        Self { bar }
    }

    /// So far.
    pub(crate) fn at(&self, done: u64, of: u64) {
        self.bar.set_length(of);
        self.bar.set_position(done);
    }

    /// All are done.
    pub(crate) fn end(self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_clocks() {
        for (seconds, text) in [
            (0, "0:00"),
            (61, "1:01"),
            (3599, "59:59"),
            (3723, "1:02:03"),
        ] {
            assert_eq!(clock_time(Duration::from_secs(seconds)), text);
        }
    }
}
