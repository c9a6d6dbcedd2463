//! The error of each landmark over a mean face, before anything is drawn.

use faceoff_config::{Color, Comparison};
use faceoff_measure::mean;

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

/// Where on the face the entries are wrong: the same scale for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct PointMap {
    /// Heading.
    pub title: String,
    /// One an entry, in order.
    pub panels: Vec<PointPanel>,
    /// The error at the scale's end, in pixels of the 224×224 crop. Larger ones look like it.
    pub end: f64,
    /// Whether there are larger ones that are finite.
    pub beyond: bool,
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
    let panels: Vec<PointPanel> = tested.iter().map(panel).collect();
    let end = end(&tested, &panels);
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
    let beyond = panels
        .iter()
        .flat_map(|panel| &panel.errors)
        .any(|error| error.is_finite() && *error > end);
    Some(PointMap {
        title: "Mean error of each landmark".to_owned(),
        panels,
        end,
        beyond,
        notes,
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

/// A round error that holds those of the entries that learned something: one that did not would
/// make all others look alike.
fn end(tested: &[Tested<'_>], panels: &[PointPanel]) -> f64 {
    let largest = |learned: bool| {
        tested
            .iter()
            .zip(panels)
            .filter(|(each, _)| !learned || each.beats_the_mean_face())
            .flat_map(|(_, panel)| panel.errors.iter().copied())
            .filter(|error| error.is_finite())
            .fold(0.0, f64::max)
    };
    let largest = match largest(true) {
        0.0 => largest(false),
        some => some,
    };
    round_up(largest)
}

/// The next round number: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten; 1 for 0.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    let factor = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0]
        .into_iter()
        .find(|factor| value <= factor * power * (1.0 + 1e-9));
    factor.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_round() {
        for (value, end) in [
            (0.0, 1.0),
            (0.7, 0.8),
            (4.0, 4.0),
            (13.0, 15.0),
            (31.0, 40.0),
            (81.0, 100.0),
        ] {
            assert!((round_up(value) - end).abs() < 1e-9, "{value}");
        }
    }
}
