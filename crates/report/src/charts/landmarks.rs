//! The error of each landmark over a mean face.

use faceoff_measure::mean;
use faceoff_spec::Comparison;

use super::kind::{ChartGroup, ChartKind, Place, View};
use super::landmark_map::{LandmarkDifference, LandmarkMap, LandmarkPanel};
use crate::color::on_paper;
use crate::format::short;
use crate::scores::{DIFFERENT_IMAGES, Tested, differ_in_images, tested, without_predictions};
use crate::study::StudyData;
use crate::study::notes::entries_images;

/// The landmark errors of a comparison's entries, unless its `landmark_chart` is switched off.
pub(super) const KIND: ChartKind = ChartKind {
    name: "landmarks",
    heading: "error of each landmark",
    place: Place::Errors,
    shows: &[],
    make,
};

fn make(data: &StudyData, comparison: &Comparison) -> Vec<ChartGroup> {
    if !comparison.landmark_chart.unwrap_or(true) {
        return Vec::new();
    }
    let map = landmark_map(data, comparison);
    ChartGroup::of(
        comparison,
        &KIND,
        map.into_iter().map(View::Faces).collect(),
    )
}

/// The landmark errors of `comparison`'s entries; `None` without predictions.
fn landmark_map(data: &StudyData, comparison: &Comparison) -> Option<LandmarkMap> {
    let mut tested = tested(data, comparison);
    tested.retain(|each| !each.entry.run.samples.test.samples.is_empty());
    if tested.is_empty() {
        return None;
    }
    let used = tested.iter().map(|each| &each.entry);
    let mut notes = vec!["green: mean of the ground truths".to_owned()];
    if differ_in_images(&tested) {
        notes.push(DIFFERENT_IMAGES.to_owned());
    }
    let without = without_predictions(data, comparison);
    if !without.is_empty() {
        notes.push(format!("no predictions: {}", without.join(", ")));
    }
    let panels: Vec<_> = tested.iter().map(panel).collect();
    let difference = match panels.as_slice() {
        [first, second] if !differ_in_images(&tested) => difference(first, second),
        _ => None,
    };
    Some(LandmarkMap {
        about: comparison.title.clone(),
        title: "Mean error of each landmark".to_owned(),
        scheme: data.scheme(),
        panels,
        difference,
        images: entries_images(&data.study, used),
        notes,
    })
}

/// `second` against `first`; `None` where some errors are not finite.
fn difference(first: &LandmarkPanel, second: &LandmarkPanel) -> Option<LandmarkDifference> {
    let pairs = first.errors.iter().zip(&second.errors);
    let differences: Vec<f64> = pairs.map(|(first, second)| second - first).collect();
    let (index, most) = differences
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    if differences.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let count = |sign: f64| differences.iter().filter(|d| **d * sign > 0.0).count();
    let sign = if most > 0.0 { "+" } else { "" };
    Some(LandmarkDifference {
        name: format!("{} against {}", second.name, first.name),
        face: first.face.clone(),
        caption: format!(
            "lower at {} landmarks, higher at {}, most {sign}{} px (landmark {})",
            count(-1.0),
            count(1.0),
            short(most),
            index + 1
        ),
        differences,
    })
}

fn panel(each: &Tested<'_>) -> LandmarkPanel {
    let errors = each.errors_by_landmark();
    let worst = errors
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let mut caption = format!("mean {} px", short(mean(&errors)));
    if let Some(note) = each.not_finite_note() {
        caption = note;
    } else if let Some((index, error)) = worst {
        // Landmarks are counted from 1 where people read of them.
        caption.push_str(&format!(
            ", worst {} (landmark {})",
            short(error),
            index + 1
        ));
    }
    // Beside the name: the caption has no room for it.
    let mut name = each.name.clone();
    if let Some(note) = each.seeds_note() {
        name.push_str(&format!(" · {note}"));
    }
    LandmarkPanel {
        name,
        color: on_paper(each.entry.entry.color),
        face: each.mean_truth(),
        errors,
        caption,
    }
}
