//! How runs are, for the script of a live page.

use faceoff_record::EpochMetrics;
use serde_json::{Value, json};

use super::runs::{Run, Runs, State};

/// Points that a curve is sent with at most: more cannot be told apart in a small chart.
const POINTS: usize = 200;

/// All runs; `page` is the tag of the newest page. Curves are of the runs that are trained.
pub(super) fn json(runs: &Runs, page: Option<&str>) -> Value {
    json!({
        "page": page,
        "seconds_left": runs.seconds_left().map(whole),
        "runs": runs.all.iter().map(run).collect::<Vec<_>>(),
    })
}

fn run(run: &Run) -> Value {
    let state = match run.state {
        State::Waiting => "waiting",
        State::Training => "training",
        State::Stopped => "stopped",
        State::Finished => "finished",
        State::Diverged => "diverged",
    };
    let trained = run.state == State::Training;
    let metrics = run.record.as_ref().filter(|_| trained);
    let metrics = metrics.map_or(&[][..], |record| &record.metrics);
    json!({
        "name": run.name, "state": state, "epochs": run.epochs, "done": run.done(),
        "seconds_left": run.seconds_left().filter(|_| trained).map(whole),
        "train": curve(metrics, |line| Some(line.train_loss)),
        "test": curve(metrics, |line| line.test_loss),
    })
}

/// Seconds as they are shown: what a browser has is not sent again for less.
fn whole(seconds: f64) -> f64 {
    seconds.round()
}

/// Epochs with their losses: the last, and before it so many that there are not too many.
fn curve(
    metrics: &[EpochMetrics],
    loss: impl Fn(&EpochMetrics) -> Option<f64>,
) -> Vec<(usize, f64)> {
    let points = metrics
        .iter()
        .filter_map(|line| Some((line.epoch, loss(line)?)));
    let points: Vec<(usize, f64)> = points.collect();
    let step = points.len().div_ceil(POINTS).max(1);
    let kept = points.iter().rev().step_by(step).rev();
    kept.copied().collect()
}
