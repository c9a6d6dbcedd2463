//! What went wrong in a run, read from its record: findings with their evidence.
//!
//! Every kind of finding has a file, which turns a check of [`faceoff_measure`] over the record
//! into words. Only what is found is a [`Finding`]; a run that did well has none.

mod cause;
mod constant;
mod found;
mod leaked;
mod markup;
mod overfit;
mod undertrained;
mod unstable;

use serde::Serialize;

use crate::study_data::EntryData;

pub(crate) use cause::{USUAL_STEP, late, median_over};
pub(crate) use found::text;
pub use found::{Diagnosis, Found, diagnosis};
pub(crate) use markup::markup;
pub(crate) use overfit::gap;

/// What kind of thing was found; the order is that of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// It answers (almost) the same for every face, or no better than that.
    Constant,
    /// Its training loss spiked, ran away or became no number.
    Unstable,
    /// Its test loss parts from its training loss.
    Overfitting,
    /// Its loss still falls at the end.
    Undertrained,
    /// People it is tested on were trained on.
    Leak,
}

/// One thing found about a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
    /// A few words.
    pub headline: String,
    /// One sentence, or one for what and one for why.
    pub sentence: String,
    /// The numbers it rests on: what, and how much.
    pub evidence: Vec<Evidence>,
}

/// One number, or a few that belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// What it is.
    pub what: String,
    /// The number in words.
    pub value: String,
}

impl Evidence {
    fn new(what: &str, value: impl Into<String>) -> Self {
        Self {
            what: what.to_owned(),
            value: value.into(),
        }
    }
}

/// Everything found about `entry`, over the epochs it is compared at.
pub fn findings(entry: &EntryData<'_>) -> Vec<Finding> {
    let found = [
        constant::finding(entry),
        unstable::finding(entry),
        overfit::finding(entry),
        undertrained::finding(entry),
        leaked::finding(entry),
    ];
    found.into_iter().flatten().collect()
}

/// A loss or another number with its interval: `0.012 (95 % interval 0.01 to 0.014)`.
fn with_interval(value: f64, interval: &faceoff_measure::Interval) -> String {
    use crate::numbers::short;
    format!(
        "{} ({:.0} % interval {} to {})",
        short(value),
        100.0 * interval.level,
        short(interval.low),
        short(interval.high)
    )
}
