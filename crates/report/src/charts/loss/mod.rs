//! Losses over epochs.

mod mean_face;

use faceoff_record::EpochMetrics;
use faceoff_spec::{Comparison, LossChart, Which};

use super::axis::Axis;
use super::chart::{Chart, Curve, Line, drawn, x_axis};
use super::epochs::{self, Drawing, LossKind, line, values};
use super::kind::{ChartGroup, ChartKind, Place, View};
use super::seeds::Spread;
use crate::color::{on_paper, tint};
use crate::diagnosis::FindingKind;
use crate::study::{EntryData, StudyData};

use mean_face::mean_faces;

/// The losses of a comparison's entries, where it has a `loss_chart`.
pub(super) const KIND: ChartKind = ChartKind {
    name: "loss",
    heading: "losses",
    place: Place::Verdict,
    shows: &[
        FindingKind::AtStart,
        FindingKind::Unstable,
        FindingKind::Undertrained,
        FindingKind::Overfitting,
    ],
    make,
};

/// One chart for each kind of loss, as the heights of others do not compare, unless they are to be
/// drawn together.
fn make(data: &StudyData, comparison: &Comparison) -> Vec<ChartGroup> {
    let Some(chart) = &comparison.loss_chart else {
        return Vec::new();
    };
    let curves: &[Curve] = match chart.curves {
        Which::Both => &[Curve::Train, Curve::Test, Curve::Validation],
        Which::Train => &[Curve::Train],
        Which::Test => &[Curve::Test],
    };
    let drawn = drawn(data, comparison);
    let kinds = LossKind::all(comparison, &drawn, chart.axis, chart.together);
    let charts = kinds
        .iter()
        .filter_map(|kind| of_kind(data, kind, chart, curves));
    ChartGroup::of(comparison, &KIND, charts.map(View::Lines).collect())
}

/// The chart of one kind of loss; `None` where no entry has anything to draw.
fn of_kind(
    data: &StudyData,
    kind: &LossKind<'_>,
    chart: &LossChart,
    curves: &[Curve],
) -> Option<Chart> {
    let lines = kind.entries.iter().flat_map(|entry| {
        let lines = curves.iter();
        lines.filter_map(|curve| loss_line(entry, kind, chart, *curve))
    });
    let mut lines: Vec<Line> = lines.collect();
    let x = x_axis(&lines)?;
    // References come after the lines they are compared with, but must fit on the same axis.
    lines.extend(mean_faces(kind, chart, (x.low, x.high)));
    let label = format!("Loss ({}){}", kind.loss(), kind.per_batch());
    let y = Axis::losses(&label, &values(&lines), chart.scale);
    Some(epochs::chart(data, kind, &chart.title, (x, y), lines))
}

fn loss_line(
    entry: &EntryData<'_>,
    kind: &LossKind<'_>,
    chart: &LossChart,
    curve: Curve,
) -> Option<Line> {
    let color = on_paper(entry.entry.color);
    let mut epochs = entry.metrics().iter();
    let validated = epochs.any(|epoch| epoch.validation_loss.is_some());
    let (what, first, color) = match curve {
        Curve::Train => ("train", chart.first_train_epoch, tint(color, 0.5)),
        Curve::Validation => ("validation", chart.first_test_epoch, color),
        _ => ("test", chart.first_test_epoch, color),
    };
    let value = |epoch: &EpochMetrics| match curve {
        Curve::Train => Some(epoch.train_loss),
        Curve::Validation => epoch.validation_loss,
        _ => epoch.test_loss,
    };
    // When to stop is chosen by the validation loss where there is one.
    let chosen_by = match validated {
        true => Curve::Validation,
        false => Curve::Test,
    };
    let drawing = Drawing {
        what,
        curve,
        color,
        first,
        lowest: curve == chosen_by,
        seed_lines: chart.lines,
    };
    let mut line = line(entry, kind, drawing, value)?;
    // Bands of one experiment lie on each other: that of the test loss is the one to compare.
    if curve != Curve::Test && chart.curves == Which::Both {
        line.spread = Spread::None;
    }
    Some(line)
}
