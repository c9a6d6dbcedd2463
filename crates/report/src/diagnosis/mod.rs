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

use faceoff_measure::Interval;
use serde::Serialize;

use crate::numbers::{percent, short};
use crate::study_data::EntryData;

pub(crate) use cause::{USUAL_STEP, late, median_over};
pub(crate) use found::text;
pub use found::{Diagnosis, Found, diagnosis};
pub(crate) use leaked::leak;
pub(crate) use markup::markup;
pub(crate) use overfit::gap;

/// What kind of thing was found; the order is that of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// It answers (almost) the same for every face, or is not shown to be better than that.
    Constant,
    /// Its training loss spiked, ran away or became no number.
    Unstable,
    /// Its test loss parts from its training loss.
    Overfitting,
    /// Its loss fell to the end: more epochs would lower it, or may.
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
fn with_interval(value: f64, interval: &Interval) -> String {
    written(value, interval, short)
}

/// A relative change with its interval: `12.0 % (95 % interval 5.10 % to 20.3 %)`.
fn change_with_interval(value: f64, interval: &Interval) -> String {
    written(value, interval, percent)
}

fn written(value: f64, interval: &Interval, how: fn(f64) -> String) -> String {
    format!(
        "{} ({:.0} % interval {} to {})",
        how(value),
        100.0 * interval.level,
        how(interval.low),
        how(interval.high)
    )
}
