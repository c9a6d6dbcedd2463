//! The charts of losses over epochs.

mod constant_face;
mod kind;
mod line;

use faceoff_record::EpochMetrics;
use faceoff_spec::{Axis as LossAxis, Comparison, DifferenceChart, LossChart, Which};

use crate::axis::{Axis, AxisScale};
use crate::chart::{Chart, Curve, Line, drawn, x_axis};
use crate::color::{PAPER, on_paper, tint};
use crate::label;
use crate::numbers::{count, short};
use crate::page_notes::entries_note;
use crate::seeds::Spread;
use crate::study_data::{EntryData, StudyData};

use constant_face::constant_faces;
use kind::Kind;
use line::{Drawing, line};

/// The loss charts of a comparison, one a kind of loss, as the heights of others do not compare,
/// unless they are to be drawn together; none when no entry has anything to draw.
pub fn loss_charts(data: &StudyData, comparison: &Comparison, chart: &LossChart) -> Vec<Chart> {
    let curves: &[Curve] = match chart.curves {
        Which::Both => &[Curve::Train, Curve::Test],
        Which::Train => &[Curve::Train],
        Which::Test => &[Curve::Test],
    };
    let drawn = drawn(data, comparison);
    let kinds = Kind::all(comparison, &drawn, chart.axis, chart.together);
    let charts = kinds.iter().filter_map(|kind| {
        let lines = kind.entries.iter().flat_map(|entry| {
            let lines = curves.iter();
            lines.filter_map(|curve| loss_line(entry, kind, chart, *curve))
        });
        let mut lines: Vec<Line> = lines.collect();
        let x = x_axis(&lines)?;
        // References come after the lines they are compared with, but must fit on the same axis.
        lines.extend(constant_faces(kind, chart, (x.low, x.high)));
        let label = format!("Loss ({}){}", kind.loss(), kind.per_batch());
        let y = Axis::losses(&label, &values(&lines));
        Some(of_kind(data, kind, &chart.title, (x, y), lines))
    });
    charts.collect()
}

/// The charts of test minus train losses, one a kind of loss; none when no entry has anything to
/// draw.
pub fn difference_charts(
    data: &StudyData,
    comparison: &Comparison,
    chart: &DifferenceChart,
) -> Vec<Chart> {
    let drawn = drawn(data, comparison);
    let kinds = Kind::all(comparison, &drawn, chart.axis, false);
    let charts = kinds.iter().filter_map(|kind| {
        let lines = kind.entries.iter().filter_map(|entry| {
            let value = |epoch: &EpochMetrics| Some(epoch.test_loss? - epoch.train_loss);
            let drawing = Drawing {
                what: "test − train",
                curve: Curve::Difference,
                color: on_paper(entry.entry.color),
                first: chart.first_epoch,
                seed_lines: chart.lines,
            };
            line(entry, kind, drawing, value)
        });
        let lines: Vec<Line> = lines.collect();
        let x = x_axis(&lines)?;
        let label = format!("Loss diff{}", kind.per_batch());
        let y = Axis::differences(&label, &values(&lines));
        Some(of_kind(data, kind, &chart.title, (x, y), lines))
    });
    charts.collect()
}

fn of_kind(
    data: &StudyData,
    kind: &Kind<'_>,
    title: &str,
    (x, y): (Axis, Axis),
    lines: Vec<Line>,
) -> Chart {
    Chart {
        title: kind.title(title),
        notes: notes(data, kind, &y, &lines),
        x,
        y,
        thresholds: Vec::new(),
        lines,
    }
}

fn loss_line(
    entry: &EntryData<'_>,
    kind: &Kind<'_>,
    chart: &LossChart,
    curve: Curve,
) -> Option<Line> {
    let color = on_paper(entry.entry.color);
    let (what, first, color) = match curve {
        Curve::Train => ("train", chart.first_train_epoch, tint(color, 0.5)),
        _ => ("test", chart.first_test_epoch, color),
    };
    let value = |epoch: &EpochMetrics| match curve {
        Curve::Train => Some(epoch.train_loss),
        _ => epoch.test_loss,
    };
    let drawing = Drawing {
        what,
        curve,
        color,
        first,
        seed_lines: chart.lines,
    };
    let mut line = line(entry, kind, drawing, value)?;
    // Two bands an experiment lie on each other: that of the test loss is the one to compare.
    if curve == Curve::Train && chart.curves == Which::Both {
        line.spread = Spread::None;
    }
    Some(line)
}

/// Every value the lines reach, for their axis.
fn values(lines: &[Line]) -> Vec<f64> {
    let values = |line: &Line| {
        let mut values: Vec<f64> = line.points.iter().map(|point| point.1).collect();
        values.extend(line.spread.values());
        values
    };
    lines.iter().flat_map(values).collect()
}

fn notes(data: &StudyData, kind: &Kind<'_>, y: &Axis, lines: &[Line]) -> Vec<String> {
    let mut notes = vec![entries_note(&data.study, &kind.entries)];
    let common = kind.common_training();
    if !common.is_empty() {
        notes.push(common.join(", "));
    }
    if kind.axis == LossAxis::Report {
        notes.push(format!(
            "mean ÷ {}: the study divides the mean loss by the batch size; tables do not",
            kind.batch_size()
        ));
    }
    if kind.is_mixed() {
        notes.push("different losses: their heights do not compare".to_owned());
    }
    if y.scale == AxisScale::Log {
        notes.push("logarithmic loss axis".to_owned());
    }
    if let Some(words) = lines.iter().find_map(|line| line.spread.words()) {
        let is_bare = |line: &Line| line.curve == Curve::Train && line.spread == Spread::None;
        let pale = lines.iter().any(is_bare);
        let around = if pale { "around the test loss" } else { "with" };
        notes.push(format!("seeds: median, {around} {words}"));
    }
    if lines.iter().any(|line| line.smoothed.is_some()) {
        notes.push("pale: each epoch; strong: smoothed over a tenth of the epochs".to_owned());
    }
    notes.extend(beyond(y, lines));
    notes.extend(white(kind));
    notes
}

/// How many points are beyond the axis, if any.
fn beyond(y: &Axis, lines: &[Line]) -> Option<String> {
    let points = lines.iter().flat_map(|line| &line.points);
    let beyond: Vec<f64> = points
        .map(|point| point.1)
        .filter(|value| !value.is_nan() && !y.holds(*value))
        .collect();
    let farthest = beyond
        .iter()
        .copied()
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))?;
    Some(format!(
        "triangles: {} beyond the axis, the farthest {}",
        count(beyond.len(), "point"),
        short(farthest)
    ))
}

/// Whose landmarks are white over faces, as white has no place on paper.
fn white(kind: &Kind<'_>) -> Option<String> {
    let entries = kind.entries.iter();
    let white = entries.filter(|entry| entry.entry.color == PAPER);
    let names: Vec<String> = white.map(|entry| label::name(entry, kind.drawn)).collect();
    let shown = !names.is_empty() && !kind.comparison.overlays.is_empty();
    shown.then(|| format!("white over the faces: {}", names.join(", ")))
}
