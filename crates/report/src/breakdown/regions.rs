//! Errors by part of the face.

use faceoff_measure::{mean, region_errors};
use faceoff_spec::Comparison;
use serde::Serialize;

use super::tested::{constants, tested, unanswered};
use crate::study_data::StudyData;

/// Mean errors of an entry's landmarks in pixels of the 224×224 crop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionRow {
    /// What the entry is called.
    pub name: String,
    /// Whether this is the mean face rather than an entry.
    pub constant: bool,
    /// By [`Region::ALL`](faceoff_measure::Region::ALL), then of all 68 landmarks; none without
    /// answers.
    pub errors: Option<[f64; 6]>,
}

/// The entries of `comparison` in order, those without answers after them, then the mean face.
pub fn region_rows(data: &StudyData, comparison: &Comparison) -> Vec<RegionRow> {
    let tested = tested(data, comparison);
    let row = |name: &str, constant: bool, by_point: Vec<f64>| RegionRow {
        name: name.to_owned(),
        constant,
        errors: columns(&by_point),
    };
    let mut rows: Vec<RegionRow> = tested
        .iter()
        .map(|each| {
            let name = match each.seeds_note() {
                Some(note) => format!("{} · {note}", each.name),
                None => each.name.clone(),
            };
            row(&name, false, each.errors_by_point())
        })
        .collect();
    let without = unanswered(data, comparison).into_iter();
    rows.extend(without.map(|name| row(&name, false, Vec::new())));
    let constants = constants(&tested);
    rows.extend(
        constants
            .iter()
            .map(|face| row(&face.name, true, face.errors_by_point())),
    );
    rows
}

fn columns(by_point: &[f64]) -> Option<[f64; 6]> {
    if by_point.is_empty() {
        return None;
    }
    let [jaw, brows, nose, eyes, mouth] = region_errors(by_point).map(|region| region.error);
    Some([jaw, brows, nose, eyes, mouth, mean(by_point)])
}

/// The smallest finite error of a column; `None` without any.
pub(super) fn best(rows: &[RegionRow], column: usize) -> Option<f64> {
    let errors = rows.iter().filter_map(|row| Some(row.errors?[column]));
    errors
        .filter(|error| error.is_finite())
        .min_by(f64::total_cmp)
}
