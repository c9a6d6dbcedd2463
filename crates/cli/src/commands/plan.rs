//! `faceoff plan`: what would be trained, what is shared, what is there, how long it would take.

use std::collections::BTreeSet;
use std::time::Duration;

use clap::Args;
use faceoff_study::{RunSurvey, State, survey};
use serde_json::json;

use crate::args::{Common, DeviceArguments, StudyArguments};
use crate::clock::clock_time;
use crate::error::Error;
use crate::table::{Column, table};
use crate::words::counted;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff plan                                       everything, on faces that it draws
  faceoff plan momentum --data faces --scale full
  faceoff plan --no-estimate --json | jq .runs[].state";

/// Show which runs are pending, which experiments share one, and how long training would take
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Plan {
    /// Names of experiments; all by default
    #[arg(value_name = "EXPERIMENT")]
    names: Vec<String>,
    /// Which data, at which scale, how often
    #[command(flatten)]
    study: StudyArguments,
    /// Where a training step is timed
    #[command(flatten)]
    device: DeviceArguments,
    /// Do not time a training step, and give no estimate
    #[arg(long)]
    no_estimate: bool,
}

impl Plan {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let estimate = !self.no_estimate;
        let runs = survey(
            &common.folders(),
            &self.study.options(),
            &self.names,
            &self.device.options(),
            estimate,
            &*progress::observer(common),
        )?;
        output::result(common, &text(&runs, estimate), &value(&runs))
    }
}

fn text(runs: &[RunSurvey], estimate: bool) -> String {
    let columns = [
        Column::Words("run"),
        Column::Words("experiments"),
        Column::Numbers("seed"),
        Column::Numbers("epochs"),
        Column::Words("snapshots"),
        Column::Numbers("images"),
        Column::Words("state"),
        Column::Numbers("time left"),
    ];
    let mut rows = Vec::new();
    for each in runs {
        let train = &each.run.config.train;
        let kept: Vec<_> = each.run.kept().iter().map(usize::to_string).collect();
        rows.push(vec![
            each.run.id.clone(),
            each.run.experiments.join(", "),
            train.seed.to_string(),
            train.epochs.to_string(),
            kept.join(", "),
            each.images.to_string(),
            state(each.state),
            each.seconds.map_or_else(|| "-".to_owned(), time),
        ]);
    }
    let mut text = table(&columns, rows, output::width());
    let names = runs.iter().flat_map(|each| &each.run.experiments);
    let experiments = names.collect::<BTreeSet<_>>().len();
    let experiments = counted(experiments, "experiment");
    text.push_str(&format!("\n{experiments}, {}", counted(runs.len(), "run")));
    match runs.iter().map(|each| each.steps).sum::<usize>() {
        0 => text.push_str(", nothing left to train"),
        steps => {
            text.push_str(&format!(", {} left", counted(steps, "training step")));
            if estimate {
                let seconds = runs.iter().filter_map(|each| each.seconds).sum();
                let time = time(seconds);
                text.push_str(&format!(", about {time} at the pace of a timed step"));
            }
        }
    }
    text
}

fn state(state: Option<State>) -> String {
    match state {
        None => "its record cannot be read".to_owned(),
        Some(State::New) => "pending".to_owned(),
        Some(State::Continues { from: 0 }) => "pending again: its checkpoint is missing".to_owned(),
        Some(State::Continues { from }) => format!("pending from epoch {from}"),
        Some(State::Complete) => "complete".to_owned(),
        Some(State::Diverged { epoch }) => format!("diverged in epoch {epoch}"),
        Some(State::Again { missing }) => {
            format!("pending again: the snapshot after {missing} epochs is missing")
        }
    }
}

fn time(seconds: f64) -> String {
    clock_time(Duration::from_secs_f64(seconds))
}

fn value(runs: &[RunSurvey]) -> serde_json::Value {
    let runs: Vec<_> = runs
        .iter()
        .map(|each| {
            json!({
                "run": each.run.id, "experiments": each.run.experiments,
                "seed": each.run.config.train.seed,
                "epochs": each.run.config.train.epochs, "kept": each.run.kept(),
                "train_images": each.images, "state": state(each.state),
                "steps_left": each.steps, "seconds_left": each.seconds,
            })
        })
        .collect();
    json!({ "runs": runs })
}
