//! Confidence intervals.

use serde::Serialize;

/// Where the true value lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of such intervals that hold the true value, such as 0.95.
    pub level: f64,
}

impl Interval {
    /// Whether every value of the interval is nearer to 0 than `distance`.
    pub fn within(&self, distance: f64) -> bool {
        self.low > -distance && self.high < distance
    }
}
