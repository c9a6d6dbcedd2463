//! One thing found about a run, with its evidence.

use faceoff_measure::Interval;
use serde::Serialize;

use crate::format::short;

/// What kind of thing was found; the order is that of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FindingKind {
    /// It predicts (almost) the same for every face, or is not shown to be better than that.
    Constant,
    /// The same, of a network that may still be at its beginning: its loss has not stopped falling.
    AtStart,
    /// Its train loss spiked, ran away or became no number.
    Unstable,
    /// Its test loss parts from its train loss.
    Overfitting,
    /// Its loss fell to the end: more epochs would lower it, or may.
    Undertrained,
    /// People it is tested on were trained on.
    Leak,
}

/// One thing found about a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Finding {
    /// Its kind.
    pub(crate) kind: FindingKind,
    /// A few words.
    pub(crate) headline: String,
    /// One sentence, or one for what and one for why.
    pub(crate) sentence: String,
    /// The numbers it rests on: what, and how much.
    pub(crate) evidence: Vec<Evidence>,
}

/// One number, or a few that belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Evidence {
    /// What it is.
    pub(crate) what: String,
    /// The number in words.
    pub(crate) value: String,
}

impl Evidence {
    pub(super) fn new(what: &str, value: impl Into<String>) -> Self {
        Self {
            what: what.to_owned(),
            value: value.into(),
        }
    }
}

/// A loss or another number with its interval: `0.012 (95 % interval 0.01 to 0.014)`.
pub(super) fn with_interval(value: f64, interval: &Interval) -> String {
    format!(
        "{} ({:.0} % interval {} to {})",
        short(value),
        100.0 * interval.level,
        short(interval.low),
        short(interval.high)
    )
}
