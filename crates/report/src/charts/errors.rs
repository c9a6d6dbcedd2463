//! Cumulative errors: which share of the test images has at most an error.

use faceoff_measure::{CumulativeCurve, area_under_curve, quantile};
use faceoff_spec::Comparison;

use super::axis::Axis;
use super::chart::{Chart, Curve, Line, Readout};
use super::kind::{ChartGroup, ChartKind, Place, View};
use super::label::Label;
use crate::color::{INK, on_paper};
use crate::format::{count, fraction, short};
use crate::scores::{
    DIFFERENT_IMAGES, THRESHOLDS, Tested, constants, differ_in_images, tested, without_predictions,
};
use crate::study::StudyData;
use crate::study::notes::entries_images;

/// The cumulative errors of a comparison's entries, unless its `error_chart` says otherwise where
/// it has a `loss_chart`.
pub(super) const KIND: ChartKind = ChartKind {
    name: "errors",
    heading: "share of images up to an error",
    place: Place::Errors,
    shows: &[],
    make,
};

/// Whether a comparison wants charts of the errors of images.
pub(super) fn wanted(comparison: &Comparison) -> bool {
    let with_losses = comparison.loss_chart.is_some();
    comparison.error_chart.unwrap_or(with_losses)
}

fn make(data: &StudyData, comparison: &Comparison) -> Vec<ChartGroup> {
    let chart = wanted(comparison)
        .then(|| chart(data, comparison))
        .flatten();
    ChartGroup::of(
        comparison,
        &KIND,
        chart.into_iter().map(View::Lines).collect(),
    )
}

/// Where the axis of errors may end, in per cent; round, and beyond the thresholds.
const ENDS: [f64; 7] = [20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0];
/// The share of an entry's images whose errors the axis should hold.
const HELD: f64 = 0.95;

/// The cumulative curves of the inter-ocular NME of `comparison`'s entries and of the mean face;
/// `None` without predictions.
fn chart(data: &StudyData, comparison: &Comparison) -> Option<Chart> {
    let tested = tested(data, comparison);
    if tested.iter().all(|each| each.nme().is_empty()) {
        return None;
    }
    let end = end(&tested);
    let mut lines: Vec<Line> = tested
        .iter()
        .map(|each| {
            let errors = each.nme();
            let mut label = label(&each.name, &errors);
            label.details.extend(each.seeds_note());
            label.details.extend(each.not_finite_note());
            let color = on_paper(each.entry.entry.color);
            Line::plain(label, Curve::Share, color, steps(&errors, end))
        })
        .collect();
    let constants = constants(&tested);
    // Where there are several, each is in the colour of the entry it belongs to.
    let several = constants.len() > 1;
    lines.extend(constants.iter().map(|constant| {
        let errors = constant.nme();
        let label = label(&constant.name, &errors);
        let color = if several {
            on_paper(constant.color)
        } else {
            INK
        };
        Line::plain(label, Curve::Reference, color, steps(&errors, end))
    }));
    Some(Chart {
        about: vec![comparison.title.clone()],
        title: "Share of the test images up to an error".to_owned(),
        x: Axis::from_0("NME, inter-ocular (%)", (end, end), 10),
        y: Axis::from_0("Test images (%)", (100.0, 102.0), 10),
        thresholds: THRESHOLDS.map(per_cent).to_vec(),
        images: Some(entries_images(
            &data.study,
            tested.iter().map(|each| &each.entry),
        )),
        notes: notes(data, comparison, &tested, end),
        lines,
        readout: Some(Readout {
            x: "NME",
            whole: false,
            unit: " %",
        }),
    })
}

fn label(name: &str, errors: &[f64]) -> Label {
    let [strict, _] = THRESHOLDS;
    let area = fraction(area_under_curve(errors, strict));
    Label::of(name).with(format!("AUC@{} %: {area}", per_cent(strict)))
}

/// A share in per cent, without the noise of the product.
fn per_cent(share: f64) -> f64 {
    (share * 1e4).round() / 100.0
}

/// The smallest end that holds the entries that learned something, or the best where none did; one
/// that did not would squeeze them, and its curve shows by staying low.
fn end(tested: &[Tested<'_>]) -> f64 {
    let held = |each: &Tested<'_>| {
        let mut finite = each.nme();
        finite.retain(|error| error.is_finite());
        100.0 * quantile(&finite, HELD).unwrap_or(0.0)
    };
    let learned = tested.iter().filter(|each| each.beats_the_mean_face());
    let wanted = learned.map(held).reduce(f64::max);
    let wanted = wanted.or_else(|| tested.iter().map(held).reduce(f64::min));
    let [.., last] = ENDS;
    let holds = |end: &f64| wanted.is_none_or(|wanted| wanted <= *end);
    ENDS.into_iter().find(holds).unwrap_or(last)
}

/// How many places along the axis are told apart: steps within one are drawn as one, at the last.
const PLACES: f64 = 640.0;

/// The curve's corners from error 0 to `end`, both in per cent.
fn steps(errors: &[f64], end: f64) -> Vec<(f64, f64)> {
    let errors: Vec<f64> = errors.iter().map(|error| 100.0 * error).collect();
    let curve = CumulativeCurve::new(&errors);
    let shown = curve.points.iter().take_while(|point| point.error <= end);
    let shown: Vec<_> = shown.collect();
    let place = |error: f64| (error / end * PLACES).floor();
    let mut corners = Vec::new();
    let mut share = 0.0;
    for (i, point) in shown.iter().enumerate() {
        if point.error > 0.0 {
            let next = shown.get(i + 1);
            if next.is_some_and(|next| place(next.error) == place(point.error)) {
                continue;
            }
            corners.push((point.error, share));
        }
        share = point.share * 100.0;
        corners.push((point.error, share));
    }
    corners.push((end, share));
    corners
}

fn notes(
    data: &StudyData,
    comparison: &Comparison,
    tested: &[Tested<'_>],
    end: f64,
) -> Vec<String> {
    let mut notes = Vec::new();
    if differ_in_images(tested) {
        notes.push(DIFFERENT_IMAGES.to_owned());
    }
    let without = without_predictions(data, comparison);
    if !without.is_empty() {
        notes.push(format!("no predictions: {}", without.join(", ")));
    }
    notes.extend(beyond(tested, end));
    notes
}

/// Whose errors are beyond the axis, how many, and how large they get.
fn beyond(tested: &[Tested<'_>], end: f64) -> Option<String> {
    let larger = |each: &Tested<'_>| -> Vec<f64> {
        let errors = each.nme().into_iter().map(|error| 100.0 * error);
        errors.filter(|error| *error > end).collect()
    };
    let found = tested.iter().map(|each| (&each.name, larger(each)));
    let words: Vec<String> = found
        .filter(|(_, larger)| !larger.is_empty())
        .map(|(name, larger)| {
            let most = larger.iter().copied().fold(0.0, f64::max);
            let errors = count(larger.len(), "error");
            format!("{errors} of {name}, up to {} %", short(most))
        })
        .collect();
    (!words.is_empty()).then(|| format!("beyond the axis: {}", words.join("; ")))
}
