//! How training is shown while it goes on: bars on a terminal, plain lines in a file, JSON for
//! programs, nothing when asked to be quiet.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use faceoff_train::{Event, Observer};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use serde_json::json;

use crate::args::Common;

/// Time between two plain lines.
const LINE_EVERY: Duration = Duration::from_secs(15);

/// Shows the training of several runs, one after the other.
pub(crate) struct Progress {
    style: Style,
    runs: usize,
    run: usize,
    name: String,
    clock: Clock,
}

/// How far the run under way is, for the time left.
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

enum Style {
    Bars(Bars),
    Lines { last: Instant },
    Json,
    Quiet,
}

struct Bars {
    all: MultiProgress,
    runs: ProgressBar,
    epochs: ProgressBar,
    batches: ProgressBar,
}

impl Progress {
    /// For `runs` runs, shown as `common` asks and the output allows.
    pub(crate) fn new(common: &Common, runs: usize) -> Self {
        let style = if common.quiet {
            Style::Quiet
        } else if common.json {
            Style::Json
        } else if std::io::stderr().is_terminal() {
            Style::Bars(Bars::new(runs))
        } else {
            Style::Lines {
                last: Instant::now(),
            }
        };
        let clock = Clock {
            started: Instant::now(),
            epochs: 0,
            batches: 0,
            first_epoch: 0,
        };
        Self {
            style,
            runs,
            run: 0,
            name: String::new(),
            clock,
        }
    }

    /// The next run begins; `name` is what people call it.
    pub(crate) fn begin(&mut self, name: &str) {
        self.run += 1;
        self.name = name.to_owned();
        if let Style::Bars(bars) = &self.style {
            bars.runs.set_position(self.run as u64 - 1);
            bars.runs.set_message(self.name.clone());
        }
    }

    /// Something worth a line of its own.
    pub(crate) fn note(&self, text: &str) {
        match &self.style {
            Style::Quiet => {}
            Style::Json => print_json(&json!({ "event": "note", "run": self.name, "text": text })),
            Style::Lines { .. } => eprintln!("{}", self.line(text)),
            Style::Bars(bars) => {
                // Drawing fails only when the terminal is gone, and then nobody reads it.
                let _ = bars.all.println(self.line(text));
            }
        }
    }

    /// All runs are over.
    pub(crate) fn end(self) {
        if let Style::Bars(bars) = self.style {
            bars.batches.finish_and_clear();
            bars.epochs.finish_and_clear();
            bars.runs.finish_and_clear();
        }
    }

    fn line(&self, text: &str) -> String {
        format!("[{}/{}] {}: {text}", self.run, self.runs, self.name)
    }
}

impl Bars {
    fn new(runs: usize) -> Self {
        let all = MultiProgress::new();
        let bar = |length: usize, template: &str| {
            let bar = all.add(ProgressBar::new(length as u64));
            let style = ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("━╸─");
            bar.set_style(style);
            bar
        };
        let runs = bar(runs, "run   {bar:24} {pos:>4}/{len:<4} {wide_msg}");
        let epochs = bar(1, "epoch {bar:24} {pos:>4}/{len:<4} {wide_msg}");
        let batches = bar(1, "batch {bar:24} {pos:>4}/{len:<4} {wide_msg}");
        Self {
            all,
            runs,
            epochs,
            batches,
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

fn print_json(value: &serde_json::Value) {
    println!("{value}");
}

impl Observer for Progress {
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
            Event::Epoch(line) => {
                let left = self.clock.left(line.epoch + 1, 0);
                let test = line
                    .test_loss
                    .map(|t| format!(", test {t:.5}"))
                    .unwrap_or_default();
                let epochs = self.clock.epochs;
                match &mut self.style {
                    Style::Bars(bars) => {
                        bars.epochs.set_position(line.epoch as u64 + 1);
                        let text = format!("train {:.5}{test}{}", line.train_loss, left_text(left));
                        bars.epochs.set_message(text);
                    }
                    Style::Lines { last } => {
                        let ended = line.epoch + 1 == epochs;
                        if ended || last.elapsed() >= LINE_EVERY {
                            *last = Instant::now();
                            let text = format!(
                                "epoch {} of {epochs}, train {:.5}{test}, {:.1} images/s{}",
                                line.epoch + 1,
                                line.train_loss,
                                line.images_per_second,
                                left_text(left)
                            );
                            eprintln!("{}", self.line(&text));
                        }
                    }
                    Style::Json => {
                        print_json(&json!({ "event": "epoch", "run": self.name, "metrics": line }));
                    }
                    Style::Quiet => {}
                }
            }
            Event::Snapshot(snapshot) => {
                if let Style::Json = self.style {
                    let value =
                        json!({ "event": "snapshot", "run": self.name, "snapshot": snapshot });
                    print_json(&value);
                }
            }
            Event::StartsOver { reason } => self.note(&format!("starts over: {reason}")),
        }
    }
}

impl Progress {
    fn started(&mut self, epochs: usize, done: usize, batches: usize) {
        self.clock = Clock {
            started: Instant::now(),
            epochs,
            batches,
            first_epoch: done,
        };
        match &mut self.style {
            Style::Bars(bars) => {
                bars.epochs.set_length(epochs as u64);
                bars.epochs.set_position(done as u64);
                bars.epochs.set_message("");
                bars.batches.set_length(batches as u64);
                bars.batches.set_position(0);
            }
            Style::Lines { last } => {
                *last = Instant::now();
                let from = if done > 0 {
                    format!(" from epoch {done}")
                } else {
                    String::new()
                };
                let text = format!("training {epochs} epochs of {batches} batches{from}");
                eprintln!("{}", self.line(&text));
            }
            Style::Json => print_json(&json!({
                "event": "started", "run": self.name, "epochs": epochs, "done": done,
                "batches": batches
            })),
            Style::Quiet => {}
        }
    }

    fn batch(&mut self, epoch: usize, done: usize, loss: Option<f64>, images_per_second: f64) {
        let left = self.clock.left(epoch, done);
        let (epochs, batches) = (self.clock.epochs, self.clock.batches);
        let loss = loss.map_or_else(String::new, |loss| format!("loss {loss:.5}, "));
        match &mut self.style {
            Style::Bars(bars) => {
                bars.batches.set_position(done as u64);
                let text = format!("{loss}{images_per_second:.1} images/s{}", left_text(left));
                bars.batches.set_message(text);
            }
            // Long epochs: a line now and then inside them too.
            Style::Lines { last } if last.elapsed() >= LINE_EVERY * 4 => {
                *last = Instant::now();
                let text = format!(
                    "epoch {} of {epochs}, batch {done} of {batches}, {loss}\
                     {images_per_second:.1} images/s{}",
                    epoch + 1,
                    left_text(left)
                );
                eprintln!("{}", self.line(&text));
            }
            Style::Lines { .. } | Style::Json | Style::Quiet => {}
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
