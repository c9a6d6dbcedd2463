//! Errors by part of the face.

use faceoff_landmarks::Scheme;
use faceoff_measure::{mean, region_errors};
use faceoff_spec::Comparison;
use serde::Serialize;

use super::tested::{constants, differ_in_images, tested, without_predictions};
use crate::study::StudyData;

/// Errors by part of the face of everything that a comparison shows.
#[derive(Clone, Debug)]
pub(crate) struct RegionTable {
    /// Whose regions the columns are.
    pub(crate) scheme: &'static Scheme,
    /// The entries in order, those without predictions after them, then the mean face.
    pub(crate) rows: Vec<RegionRow>,
    /// Whether the entries were tested on different images, so that these errors do not compare.
    pub(crate) images_differ: bool,
}

/// Mean errors of an entry's landmarks in pixels of the 224×224 crop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct RegionRow {
    /// What the entry is called.
    pub(crate) name: String,
    /// Whether this is the mean face rather than an entry.
    pub(crate) constant: bool,
    /// By region, in the scheme's order, then of all landmarks; none without predictions.
    pub(crate) errors: Option<Vec<f64>>,
}

impl RegionTable {
    /// Whether any row has errors.
    pub(crate) fn has_errors(&self) -> bool {
        self.rows.iter().any(|row| row.errors.is_some())
    }

    /// Whether the rows of several entries are to be compared.
    pub(crate) fn compares(&self) -> bool {
        let entries = self.rows.iter().filter(|row| !row.constant);
        entries.count() > 1 && !self.images_differ
    }

    /// The smallest finite error of a column; `None` without any, or where rows do not compare.
    pub(crate) fn smallest(&self, column: usize) -> Option<f64> {
        let rows = self.rows.iter().filter(|_| self.compares());
        let errors = rows.filter_map(|row| row.errors.as_ref()?.get(column).copied());
        errors
            .filter(|error| error.is_finite())
            .min_by(f64::total_cmp)
    }
}

/// The errors of `comparison` by part of the face.
pub(crate) fn region_table(data: &StudyData, comparison: &Comparison) -> RegionTable {
    let tested = tested(data, comparison);
    let scheme = data.scheme();
    let row = |name: &str, constant: bool, by_landmark: Vec<f64>| RegionRow {
        name: name.to_owned(),
        constant,
        errors: columns(&by_landmark, scheme),
    };
    let mut rows: Vec<RegionRow> = tested
        .iter()
        .map(|each| {
            let name = match each.seeds_note() {
                Some(note) => format!("{} · {note}", each.name),
                None => each.name.clone(),
            };
            row(&name, false, each.errors_by_landmark())
        })
        .collect();
    let without = without_predictions(data, comparison).into_iter();
    rows.extend(without.map(|name| row(&name, false, Vec::new())));
    let constants = constants(&tested);
    rows.extend(
        constants
            .iter()
            .map(|face| row(&face.name, true, face.errors_by_landmark())),
    );
    RegionTable {
        scheme,
        rows,
        images_differ: differ_in_images(&tested),
    }
}

fn columns(by_landmark: &[f64], scheme: &Scheme) -> Option<Vec<f64>> {
    if by_landmark.is_empty() {
        return None;
    }
    let mut errors = region_errors(by_landmark, scheme);
    errors.push(mean(by_landmark));
    Some(errors)
}
