//! `faceoff plan`: what would be trained, what is shared, what is there, how long it would take.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use comfy_table::{Table, presets};
use faceoff_plan::{PlannedRun, State, SurveyedRun};
use faceoff_report::fit_to_terminal;
use faceoff_train::{Processor, seconds_per_step};
use serde_json::json;

use crate::args::{Common, DeviceArguments, StudyArguments};
use crate::error::Error;
use crate::progress::clock_time;
use crate::workspace::Workspace;
use crate::{output, processors};

/// A run with what it would cost.
struct Line<'a> {
    run: &'a PlannedRun,
    /// In words.
    state: String,
    images: usize,
    steps: usize,
    /// Seconds left, where a step was timed.
    seconds: Option<f64>,
}

pub(crate) fn run(
    common: &Common,
    arguments: &StudyArguments,
    device: &DeviceArguments,
    names: &[String],
    estimate: bool,
) -> Result<(), Error> {
    let found = processors::find(device)?;
    let workspace = Workspace::open(common, arguments, names)?;
    let runs = if names.is_empty() {
        workspace.plan.runs.clone()
    } else {
        workspace.runs_of(names)?
    };
    let mut timed = BTreeMap::new();
    let mut lines = Vec::new();
    for run in &runs {
        let images = workspace.data(&run.config)?.1.train.len();
        let (state, steps) = match workspace.present(&run.id) {
            Ok(present) => {
                let surveyed = SurveyedRun::new(run, present.as_ref());
                (state(surveyed.state), surveyed.steps_left(images))
            }
            Err(error) => {
                tracing::warn!("{error}");
                ("its record cannot be read".to_owned(), 0)
            }
        };
        let seconds = match estimate && steps > 0 {
            false => None,
            true => Some(steps as f64 * step_time(run, images, &found[0], &mut timed)?),
        };
        lines.push(Line {
            run,
            state,
            images,
            steps,
            seconds,
        });
    }
    output::result(common, &text(&lines, estimate), &value(&lines))
}

/// Runs with one network and batch size take one time a step.
fn step_time(
    run: &PlannedRun,
    images: usize,
    processor: &Processor,
    timed: &mut BTreeMap<String, f64>,
) -> Result<f64, Error> {
    let config = &run.config;
    let batch = config.train.batch_size.min(images);
    let key = format!("{:?} {} {batch}", config.model, config.data.input_size);
    if let Some(seconds) = timed.get(&key) {
        return Ok(*seconds);
    }
    let seconds = seconds_per_step(config, images, &processor.open()?)?;
    timed.insert(key, seconds);
    Ok(seconds)
}

fn text(lines: &[Line<'_>], estimate: bool) -> String {
    let header = [
        "run",
        "experiments",
        "seed",
        "epochs",
        "kept at",
        "images",
        "state",
        "time left",
    ];
    let mut rows = Vec::new();
    for line in lines {
        let train = &line.run.config.train;
        let kept: Vec<_> = line.run.kept().iter().map(usize::to_string).collect();
        rows.push([
            line.run.id.clone(),
            line.run.experiments.join(", "),
            train.seed.to_string(),
            train.epochs.to_string(),
            kept.join(", "),
            line.images.to_string(),
            line.state.clone(),
            line.seconds.map_or_else(|| "-".to_owned(), time),
        ]);
    }
    let mut text = table(header, &rows);
    let names = lines.iter().flat_map(|line| &line.run.experiments);
    let experiments = names.collect::<BTreeSet<_>>().len();
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let experiments = counted(experiments, "experiment");
    text.push_str(&format!("\n{experiments}, {}", counted(lines.len(), "run")));
    let steps: usize = lines.iter().map(|line| line.steps).sum();
    text.push_str(&format!(", {steps} training steps left"));
    if estimate {
        let seconds = lines.iter().filter_map(|line| line.seconds).sum();
        text.push_str(&format!(", about {} from a timed step", time(seconds)));
    }
    text
}

fn state(state: State) -> String {
    match state {
        State::New => "to be trained".to_owned(),
        State::Continues { from: 0 } => "again, its state was not kept".to_owned(),
        State::Continues { from } => format!("goes on from epoch {from}"),
        State::Complete => "complete".to_owned(),
        State::Diverged { epoch } => format!("diverged in epoch {epoch}"),
        State::Again { missing } => format!("again, for the network at epoch {missing}"),
    }
}

fn time(seconds: f64) -> String {
    clock_time(Duration::from_secs_f64(seconds))
}

/// Columns two blanks apart, narrower where the terminal is.
fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header).add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    fit_to_terminal(&mut table, output::width());
    table.trim_fmt() + "\n"
}

fn value(lines: &[Line<'_>]) -> serde_json::Value {
    let runs: Vec<_> = lines
        .iter()
        .map(|line| {
            json!({
                "run": line.run.id, "experiments": line.run.experiments,
                "seed": line.run.config.train.seed,
                "epochs": line.run.config.train.epochs, "kept": line.run.kept(),
                "train_images": line.images, "state": line.state,
                "steps_left": line.steps, "seconds_left": line.seconds,
            })
        })
        .collect();
    json!({ "runs": runs })
}
