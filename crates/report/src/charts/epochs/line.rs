//! One entry's line.

use faceoff_record::{EpochMetrics, Status};
use faceoff_spec::Color;

use super::loss_kind::LossKind;
use crate::charts::chart::{Curve, Line};
use crate::charts::label::Label;
use crate::charts::seeds::seed_curves;
use crate::charts::smoothed::smoothed;
use crate::format::short;
use crate::study::{EntryData, label};

/// How a line is drawn.
pub(crate) struct Drawing {
    /// What its legend begins with.
    pub(crate) what: &'static str,
    pub(crate) curve: Curve,
    pub(crate) color: Color,
    /// The first epoch shown.
    pub(crate) first: usize,
    /// Whether the lowest point of a long curve is marked.
    pub(crate) lowest: bool,
    /// Whether each seed has a line of its own.
    pub(crate) seed_lines: bool,
}

/// The curve of each seed: epochs with values.
fn curves(
    entry: &EntryData<'_>,
    divisor: f64,
    value: impl Fn(&EpochMetrics) -> Option<f64>,
) -> Vec<Vec<(usize, f64)>> {
    let curve = |seed: EntryData<'_>| -> Vec<_> {
        let epochs = seed.metrics().iter();
        epochs
            .filter_map(|epoch| Some((epoch.epoch, value(epoch)? / divisor)))
            .collect()
    };
    entry.seeds().into_iter().map(curve).collect()
}

/// The line of what `value` makes of `entry`'s epochs; `None` where there are none to show.
pub(crate) fn line(
    entry: &EntryData<'_>,
    kind: &LossKind<'_>,
    drawing: Drawing,
    value: impl Fn(&EpochMetrics) -> Option<f64>,
) -> Option<Line> {
    let curve = drawing.curve;
    let mut curves = curves(entry, kind.divisor(entry), value);
    // Over all epochs, and not only over those shown.
    let smoothed = match curves.as_slice() {
        [only] => smoothed(only, drawing.lowest, drawing.first),
        _ => None,
    };
    for curve in &mut curves {
        curve.retain(|(epoch, _)| *epoch >= drawing.first);
    }
    let pooled = seed_curves(curves, drawing.seed_lines);
    let points = pooled.points;
    let (first, last) = (points.first()?.0, points.last()?.0);
    let mut parts = kind.distinct_training(entry);
    parts.push(format!("epochs {first}–{last}"));
    let seeds = entry.seeds();
    let ended = seeds.iter().filter(|seed| diverged(seed)).count();
    if let Some(mut note) = pooled.note {
        if (1..seeds.len()).contains(&ended) {
            note.push_str(&format!(", {ended} diverged"));
        }
        parts.push(note);
    }
    if let Some((epoch, lowest)) = smoothed.as_ref().and_then(|smoothed| smoothed.lowest) {
        parts.push(format!("lowest {} at epoch {epoch} (ring)", short(lowest)));
    }
    Some(Line {
        label: Label {
            what: drawing.what,
            name: label::name(entry, kind.drawn),
            details: parts,
        },
        curve,
        color: drawing.color,
        points,
        spread: pooled.spread,
        smoothed,
        // The last test loss may be from epochs before: the train line is the one that ends there.
        diverged: ended == seeds.len() && !matches!(curve, Curve::Test | Curve::Validation),
    })
}

/// Whether the entry's run diverged within the epochs it is compared over.
fn diverged(entry: &EntryData<'_>) -> bool {
    let ended = entry.run.metrics.len() <= entry.entry.epoch;
    ended && matches!(entry.run.record.status, Status::Diverged { .. })
}

/// Every value the lines reach, for their axis.
pub(crate) fn values(lines: &[Line]) -> Vec<f64> {
    let values = |line: &Line| {
        let mut values: Vec<f64> = line.points.iter().map(|point| point.1).collect();
        values.extend(line.spread.values());
        values
    };
    lines.iter().flat_map(values).collect()
}
