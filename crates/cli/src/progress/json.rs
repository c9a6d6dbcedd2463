//! Events for programs, one JSON object a line on standard output.

use faceoff_study::{BeginningRun, Error, Event, EventObserver, Observer, Outcome, RunObserver};
use serde_json::{Value, json};

use super::words;
use crate::output;

/// Shows events as JSON.
pub(super) struct Json;

struct Run<'a>(BeginningRun<'a>);

impl Observer for Json {
    fn warning(&self, text: &str) {
        words::warn(text);
    }

    fn run_begins<'a>(&'a self, run: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        Box::new(Run(run))
    }
}

/// Training is worth more than its listeners: it goes on where printing fails.
fn print(value: &Value) {
    if let Err(error) = output::print(&value.to_string()) {
        tracing::warn!("{error}");
    }
}

impl Run<'_> {
    fn note(&self, text: &str) {
        print(&json!({ "event": "note", "run": self.0.name, "text": text }));
    }
}

impl EventObserver for Run<'_> {
    fn event(&mut self, event: Event<'_>) {
        let run = self.0.name;
        match event {
            Event::Started {
                epochs,
                done,
                batches,
            } => print(&json!({
                "event": "started", "run": run, "epochs": epochs, "done": done,
                "batches": batches, "device": self.0.processor.to_string()
            })),
            Event::Batch { .. } => {}
            Event::Epoch(line) => {
                print(&json!({ "event": "epoch", "run": run, "metrics": line }));
            }
            Event::Snapshot(snapshot) => {
                print(&json!({ "event": "snapshot", "run": run, "snapshot": snapshot }));
            }
            Event::StartsOver { reason } => self.note(&words::starts_over(reason)),
            Event::Lengthened { epochs } => self.note(&words::lengthened(epochs)),
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
