//! The error of each landmark over a mean face, before anything is drawn.

use faceoff_measure::mean;
use faceoff_spec::{Color, Comparison};

use super::tested::{DIFFERENT_IMAGES, Tested, differ_in_images, tested, unanswered};
use crate::color::on_paper;
use crate::numbers::short;
use crate::page_notes::entries_note;
use crate::study_data::StudyData;

/// The errors of one entry's landmarks.
#[derive(Clone, Debug, PartialEq)]
pub struct PointPanel {
    /// What the entry is called.
    pub name: String,
    /// Its colour in the charts.
    pub color: Color,
    /// The mean of the true test faces: 68 points in pixels of the 224×224 crop.
    pub face: Vec<[f64; 2]>,
    /// Mean error of each point in the same pixels; some may not be finite.
    pub errors: Vec<f64>,
    /// What is worth knowing of them in a few words.
    pub caption: String,
}

/// Where on the face the second of two entries is better or worse than the first.
#[derive(Clone, Debug, PartialEq)]
pub struct PointDifference {
    /// Which of them against which.
    pub name: String,
    /// The mean of the true test faces: 68 points in pixels of the 224×224 crop.
    pub face: Vec<[f64; 2]>,
    /// Mean error of each point less that of the first entry, in the same pixels; all finite.
    pub differences: Vec<f64>,
    /// What is worth knowing of them in a few words.
    pub caption: String,
}

/// Where on the face the entries are wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct PointMap {
    /// Heading.
    pub title: String,
    /// One an entry, in order.
    pub panels: Vec<PointPanel>,
    /// Of two entries that were tested on the same images, what they differ in.
    pub difference: Option<PointDifference>,
    /// Small print.
    pub notes: Vec<String>,
}

impl PointMap {
    /// Whether some errors are not finite.
    pub(super) fn not_finite(&self) -> bool {
        let mut errors = self.panels.iter().flat_map(|panel| &panel.errors);
        errors.any(|error| !error.is_finite())
    }
}

/// The landmark errors of `comparison`'s entries; `None` without answers.
pub fn point_map(data: &StudyData, comparison: &Comparison) -> Option<PointMap> {
    let mut tested = tested(data, comparison);
    tested.retain(|each| !each.entry.run.samples.test.samples.is_empty());
    if tested.is_empty() {
        return None;
    }
    let mut notes = vec![entries_note(
        &data.study,
        tested.iter().map(|each| &each.entry),
    )];
    if differ_in_images(&tested) {
        notes.push(DIFFERENT_IMAGES.to_owned());
    }
    let without = unanswered(data, comparison);
    if !without.is_empty() {
        notes.push(format!("no answers yet: {}", without.join(", ")));
    }
    let panels: Vec<_> = tested.iter().map(panel).collect();
    let difference = match panels.as_slice() {
        [first, second] if !differ_in_images(&tested) => difference(first, second),
        _ => None,
    };
    Some(PointMap {
        title: format!("{} · Mean error of each landmark", comparison.title),
        panels,
        difference,
        notes,
    })
}

/// `second` against `first`; `None` where some errors are not finite.
fn difference(first: &PointPanel, second: &PointPanel) -> Option<PointDifference> {
    let pairs = first.errors.iter().zip(&second.errors);
    let differences: Vec<f64> = pairs.map(|(first, second)| second - first).collect();
    let (point, most) = differences
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    if differences.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let count = |sign: f64| differences.iter().filter(|d| **d * sign > 0.0).count();
    let sign = if most > 0.0 { "+" } else { "" };
    Some(PointDifference {
        name: format!("{} against {}", second.name, first.name),
        face: first.face.clone(),
        caption: format!(
            "lower at {} points, higher at {}, most {sign}{} px (point {})",
            count(-1.0),
            count(1.0),
            short(most),
            point + 1
        ),
        differences,
    })
}

fn panel(each: &Tested<'_>) -> PointPanel {
    let errors = each.errors_by_point();
    let worst = errors
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let mut caption = format!("mean {} px", short(mean(&errors)));
    if let Some(note) = each.not_finite_note() {
        caption = note;
    } else if let Some((point, error)) = worst {
        // Points are counted from 1 where people read of them.
        caption.push_str(&format!(", worst {} (point {})", short(error), point + 1));
    }
    // Beside the name: the caption has no room for it.
    let mut name = each.name.clone();
    if let Some(note) = each.seeds_note() {
        name.push_str(&format!(" · {note}"));
    }
    PointPanel {
        name,
        color: on_paper(each.entry.entry.color),
        face: each.mean_truth(),
        errors,
        caption,
    }
}
