//! `faceoff plan`: what would be trained, what is shared, what is there, how long it would take.

use std::collections::BTreeSet;
use std::time::Duration;

use clap::Args;
use faceoff_report::wrap;
use faceoff_study::{PaceSource, State, StudySurvey, SurveyOptions, survey};
use serde_json::json;

use crate::args::{Common, StudyArguments, TrainingArguments};
use crate::clock::clock_time;
use crate::error::Error;
use crate::table::{Column, table};
use crate::words::counted;
use crate::{output, progress};

const EXAMPLES: &str = "\
Examples:
  faceoff plan                                       everything, on faces that it draws
  faceoff plan momentum --data faces --scale full
  faceoff plan --json | jq .runs[].state";

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
    /// Where, and how many at once
    #[command(flatten)]
    training: TrainingArguments,
    /// Time a training step of each network now (some seconds) instead of going by what this
    /// machine has trained before
    #[arg(long)]
    estimate: bool,
}

impl Plan {
    pub(crate) fn run(&self, common: &Common) -> Result<(), Error> {
        let found = survey(
            &common.folders(),
            &self.study.options(),
            &self.names,
            &SurveyOptions {
                device: self.training.device.options(),
                jobs: self.training.jobs,
                time_steps: self.estimate,
            },
            &*progress::observer(common),
        )?;
        output::result(common, &text(&found), &value(&found))
    }
}

fn text(found: &StudySurvey) -> String {
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
    let runs = &found.runs;
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
            text.push_str(&format!(", {} left\n", counted(steps, "training step")));
            text.push_str(&wrap(&estimate(found), output::width()));
        }
    }
    text
}

/// How long the rest takes, and what that is known from.
fn estimate(found: &StudySurvey) -> String {
    let source = |source: &PaceSource| match source {
        PaceSource::SameNetwork => "earlier runs of the same networks on this machine",
        PaceSource::OtherNetwork => {
            "earlier runs of other networks on this machine, by what both compute"
        }
        PaceSource::TimedStep => "a training step timed now",
    };
    let sources: Vec<_> = found.sources.iter().map(source).collect();
    let mut text = match found.seconds {
        None => "how long that takes is not known yet: nothing has been trained on this machine; \
                 --estimate times a step of each network"
            .to_owned(),
        Some(seconds) => format!(
            "about {} with evaluation, known from {}",
            time(seconds),
            sources.join(" and ")
        ),
    };
    if found.to_be_drawn {
        text.push_str("\nthe faces are drawn first, which takes less than a minute");
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

fn value(found: &StudySurvey) -> serde_json::Value {
    let runs: Vec<_> = found
        .runs
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
    json!({
        "runs": runs, "seconds_left": found.seconds, "faces_to_be_drawn": found.to_be_drawn,
    })
}
