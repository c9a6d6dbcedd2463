//! Errors as bars beside each other.

use maud::{Markup, html};

use crate::scores::Row;

/// What the errors of a table are held against.
#[derive(Clone, Copy)]
pub(super) struct Bars {
    /// The smallest error; none where nothing is finite, nor where errors do not compare.
    smallest: Option<f64>,
    /// The error that bars are measured by: the mean face's, beyond which nothing was learned, or
    /// else the largest.
    end: f64,
}

impl Bars {
    pub(super) fn of(rows: &[Row]) -> Self {
        let compare = rows.iter().all(|row| !row.other_images);
        let smallest = errors(rows).filter(|_| compare).reduce(f64::min);
        let constant = rows.iter().filter(|row| row.experiment.is_none());
        let constant = constant.filter_map(|row| row.scores.map(|scores| scores.pixel_error));
        let end = constant.fold(f64::NAN, f64::max);
        let end = match end.is_finite() {
            true => end,
            false => errors(rows).fold(0.0, f64::max),
        };
        Self { smallest, end }
    }

    pub(super) fn is_smallest(self, error: f64) -> bool {
        self.smallest.is_some_and(|smallest| error <= smallest)
    }

    /// A bar of at most 36 pixels; 30 is the end.
    pub(super) fn bar(self, error: f64) -> Markup {
        let share = error / self.end;
        let width = if share.is_finite() {
            (share * 30.0).clamp(1.0, 36.0)
        } else {
            36.0
        };
        html! { span class="bar" style=(format!("width:{width:.0}px")) {} }
    }
}

fn errors(rows: &[Row]) -> impl Iterator<Item = f64> {
    let errors = rows.iter().filter_map(|row| row.scores.as_ref());
    let errors = errors.map(|scores| scores.pixel_error);
    errors.filter(|error| error.is_finite())
}
