//! Which share of the images is below an error: curve, area and failures.
//!
//! Definitions of the 300-W challenge (Sagonas et al., 2016) and of Yang et al., "An empirical
//! study of recent face alignment methods" (2015), who summarise the curve by its area. An error
//! that is not a number is one that no threshold reaches.

use serde::Serialize;

use crate::mean;

/// A point of a [`CumulativeCurve`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// An error.
    pub error: f64,
    /// Share of the images whose error is at most this, from 0 to 1.
    pub share: f64,
}

/// Cumulative error distribution: a curve of steps that starts at the origin and rises at every
/// error that occurs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CumulativeCurve {
    /// The origin, then each distinct error in rising order. Between two points the share is the
    /// left one's.
    pub points: Vec<CurvePoint>,
}

impl CumulativeCurve {
    /// The curve of `errors`, one an image, none negative.
    pub fn new(errors: &[f64]) -> Self {
        let mut sorted: Vec<f64> = errors.iter().copied().filter(|e| e.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut points = vec![CurvePoint {
            error: 0.0,
            share: 0.0,
        }];
        for (index, &error) in sorted.iter().enumerate() {
            // Of equal errors the last one knows the share.
            if sorted.get(index + 1) != Some(&error) {
                points.push(CurvePoint {
                    error,
                    share: (index + 1) as f64 / errors.len() as f64,
                });
            }
        }
        Self { points }
    }
}

/// Area under the cumulative error curve up to `limit` (0.08 and 0.10 are customary), divided by
/// `limit`: from 0 to 1, higher is better; NaN without images.
///
/// Exact: exchanging the sum over images with the integral gives `1 − mean(min(error, limit)) /
/// limit`.
pub fn area_under_curve(errors: &[f64], limit: f64) -> f64 {
    // `min` takes the limit where the error is not a number.
    let shares = errors.iter().map(|error| 1.0 - error.min(limit) / limit);
    mean(&shares.collect::<Vec<_>>())
}

/// Share of the images whose error is above `threshold`; NaN without images.
pub fn failure_rate(errors: &[f64], threshold: f64) -> f64 {
    // What is not a number is not below it either.
    let below = errors.iter().filter(|error| **error <= threshold).count();
    (errors.len() - below) as f64 / errors.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_steps_at_every_error() {
        let curve = CumulativeCurve::new(&[0.04, 0.02, 0.04, 0.2]);
        let points: Vec<_> = curve.points.iter().map(|p| (p.error, p.share)).collect();
        assert_eq!(points, [(0.0, 0.0), (0.02, 0.25), (0.04, 0.75), (0.2, 1.0)]);
    }

    #[test]
    fn the_area_by_hand() {
        let errors = [0.04, 0.02, 0.04, 0.2];
        // (0.25·0.02 + 0.75·0.04) / 0.08
        let expected = 0.035 / 0.08;
        assert!((area_under_curve(&errors, 0.08) - expected).abs() < 1e-12);
    }

    #[test]
    fn a_failure_is_above_the_threshold() {
        assert_eq!(failure_rate(&[0.08, 0.0801, 0.5, 0.0], 0.08), 0.5);
    }

    #[test]
    fn what_is_not_a_number_never_arrives() {
        let errors = [0.0, f64::NAN];
        assert_eq!(failure_rate(&errors, 0.08), 0.5);
        assert_eq!(area_under_curve(&errors, 0.08), 0.5);
        let curve = CumulativeCurve::new(&errors);
        assert_eq!(curve.points.last().map(|point| point.share), Some(0.5));
    }
}
