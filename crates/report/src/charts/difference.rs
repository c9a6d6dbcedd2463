//! Test minus train loss over epochs.

use faceoff_record::EpochMetrics;
use faceoff_spec::{Comparison, DifferenceChart};

use super::axis::Axis;
use super::chart::{Chart, Curve, Line, drawn, x_axis};
use super::epochs::{self, Drawing, LossKind, line, values};
use super::kind::{ChartGroup, ChartKind, Place, View};
use crate::color::on_paper;
use crate::diagnosis::FindingKind;
use crate::study::StudyData;

/// The differences of a comparison's entries, where it has a `difference_chart`.
pub(super) const KIND: ChartKind = ChartKind {
    name: "difference",
    heading: "test minus train loss",
    place: Place::Verdict,
    shows: &[FindingKind::Overfitting],
    make,
};

/// One chart for each kind of loss.
fn make(data: &StudyData, comparison: &Comparison) -> Vec<ChartGroup> {
    let Some(chart) = &comparison.difference_chart else {
        return Vec::new();
    };
    let drawn = drawn(data, comparison);
    let kinds = LossKind::all(comparison, &drawn, chart.axis, false);
    let charts = kinds.iter().filter_map(|kind| of_kind(data, kind, chart));
    ChartGroup::of(comparison, &KIND, charts.map(View::Lines).collect())
}

/// The chart of one kind of loss; `None` where no entry has anything to draw.
fn of_kind(data: &StudyData, kind: &LossKind<'_>, chart: &DifferenceChart) -> Option<Chart> {
    let lines = kind.entries.iter().filter_map(|entry| {
        let value = |epoch: &EpochMetrics| Some(epoch.test_loss? - epoch.train_loss);
        let drawing = Drawing {
            what: "test − train",
            curve: Curve::Difference,
            color: on_paper(entry.entry.color),
            first: chart.first_epoch,
            lowest: false,
            seed_lines: chart.lines,
        };
        line(entry, kind, drawing, value)
    });
    let lines: Vec<Line> = lines.collect();
    let x = x_axis(&lines)?;
    let label = format!("Loss diff{}", kind.per_batch());
    let y = Axis::differences(&label, &values(&lines), chart.scale);
    Some(epochs::chart(data, kind, &chart.title, (x, y), lines))
}
