//! What a number measures, for sentences about it.

use serde::Serialize;

/// A measure that is a mean over images; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Metric {
    /// Its name in a sentence.
    pub name: &'static str,
    /// Unit that follows a number, with its space: `" px"`, `" %"`, or empty.
    pub unit: &'static str,
    /// What a number is multiplied with to be in the unit.
    pub scale: f64,
}

impl Metric {
    /// [`mean_landmark_error`](crate::mean_landmark_error) in pixels.
    pub const LANDMARK_ERROR: Self = Self {
        name: "landmark error",
        unit: " px",
        scale: 1.0,
    };
    /// [`nme`](crate::nme), said in percent.
    pub const NME: Self = Self {
        name: "normalised error",
        unit: " %",
        scale: 100.0,
    };
    /// A loss per image.
    pub const LOSS: Self = Self {
        name: "loss",
        unit: "",
        scale: 1.0,
    };

    /// `value` in the unit, without it, to as many decimals as an uncertainty of `half_width`
    /// (not scaled) deserves: two significant digits of it.
    pub(super) fn number(&self, value: f64, half_width: f64) -> String {
        let scaled = value * self.scale;
        // Of an interval without extent, as of equal differences, no more than anybody reads.
        let resolution = (0.1 * half_width.abs() * self.scale).max(1e-4 * scaled.abs());
        let basis = if resolution > 0.0 && resolution.is_finite() {
            resolution
        } else {
            0.01 * scaled.abs()
        };
        let decimals = if basis > 0.0 {
            (-basis.log10()).ceil().clamp(0.0, 9.0) as usize
        } else {
            0
        };
        let text = format!("{scaled:.decimals$}");
        // Rounding must not leave a zero with a sign.
        match text.strip_prefix('-') {
            Some(digits) if digits.chars().all(|c| c == '0' || c == '.') => digits.to_string(),
            Some(digits) => format!("−{digits}"),
            None => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_the_uncertainty() {
        for (metric, value, half_width, expected) in [
            (Metric::LANDMARK_ERROR, 0.8123, 0.2, "0.81"),
            (Metric::LANDMARK_ERROR, 0.8123, 0.05, "0.812"),
            (Metric::LANDMARK_ERROR, 12.3, 4.0, "12.3"),
            (Metric::NME, 0.0613, 0.004, "6.13"),
            (Metric::LANDMARK_ERROR, -0.001, 0.2, "0.00"),
            (Metric::LANDMARK_ERROR, -0.8, 0.2, "−0.80"),
            (Metric::LANDMARK_ERROR, 0.0, 0.0, "0"),
            (Metric::LANDMARK_ERROR, 2.5, 0.0, "2.5000"),
            (Metric::LANDMARK_ERROR, 1.999_999_6, 1e-9, "2.0000"),
        ] {
            assert_eq!(metric.number(value, half_width), expected);
        }
    }
}
