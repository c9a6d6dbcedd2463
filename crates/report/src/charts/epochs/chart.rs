//! A chart of losses, with its small print.

use faceoff_spec::Axis as LossAxis;

use super::loss_kind::LossKind;
use crate::charts::axis::{Axis, AxisScale};
use crate::charts::chart::{Chart, Curve, Line, Readout};
use crate::charts::seeds::Spread;
use crate::color::PAPER;
use crate::format::{count, short};
use crate::study::label::plain;
use crate::study::notes::entries_images;
use crate::study::{StudyData, label};

/// The chart of `lines` between axes `x` and `y`.
pub(crate) fn chart(
    data: &StudyData,
    kind: &LossKind<'_>,
    title: &str,
    (x, y): (Axis, Axis),
    lines: Vec<Line>,
) -> Chart {
    Chart {
        about: vec![kind.comparison.title.clone()],
        title: kind.title(title),
        images: Some(entries_images(&data.study, &kind.entries)),
        notes: notes(kind, &y, &lines),
        x,
        y,
        thresholds: Vec::new(),
        lines,
        readout: Some(Readout::EPOCHS),
    }
}

/// What of the training is the same, and what is drawn how.
fn notes(kind: &LossKind<'_>, y: &Axis, lines: &[Line]) -> Vec<String> {
    let mut notes = Vec::new();
    let common = kind.common_training();
    if !common.is_empty() {
        notes.push(common.join(", "));
    }
    if kind.axis == LossAxis::OverBatchSize {
        notes.push(format!(
            "mean ÷ {}: the study divides the mean loss by the batch size; tables do not",
            kind.batch_size()
        ));
    }
    if kind.is_mixed() {
        notes.push("different losses: their heights do not compare".to_owned());
    }
    match y.scale {
        AxisScale::Linear => {}
        AxisScale::Log => notes.push("logarithmic loss axis".to_owned()),
        AxisScale::SymLog(linear) => notes.push(format!(
            "loss axis linear from −{0} to {0}, logarithmic beyond",
            plain(linear)
        )),
    }
    if let Some(words) = lines.iter().find_map(|line| line.spread.words()) {
        let is_bare = |line: &Line| {
            matches!(line.curve, Curve::Train | Curve::Validation) && line.spread == Spread::None
        };
        let pale = lines.iter().any(is_bare);
        let around = if pale { "around the test loss" } else { "with" };
        notes.push(format!("seeds: median, {around} {words}"));
    }
    if lines.iter().any(|line| line.curve == Curve::Validation) {
        notes.push("long dashes: loss on images set aside to choose by".to_owned());
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
fn white(kind: &LossKind<'_>) -> Option<String> {
    let entries = kind.entries.iter();
    let white = entries.filter(|entry| entry.entry.color == PAPER);
    let names: Vec<String> = white.map(|entry| label::name(entry, kind.drawn)).collect();
    let shown = !names.is_empty() && !kind.comparison.overlays.is_empty();
    shown.then(|| format!("white over the faces: {}", names.join(", ")))
}
