//! Curves without their noise, to be looked at.

use crate::line::Line;

/// Fewest points that can be smoothed.
const FEWEST_POINTS: usize = 5;

/// A straight line through each point's neighbours, a tenth of the curve and at least five
/// (Cleveland, "Robust locally weighted regression and smoothing scatterplots", Journal of the
/// American Statistical Association 74, 1979, with equal weights). A line, and not a mean, so that
/// the ends of a falling curve are not pulled towards its middle. `None` with fewer than five
/// points or numbers that are not finite.
pub fn smooth(values: &[f64]) -> Option<Vec<f64>> {
    let count = values.len();
    if count < FEWEST_POINTS || !values.iter().all(|v| v.is_finite()) {
        return None;
    }
    let half = (count / 20).max(FEWEST_POINTS / 2);
    let window = 2 * half + 1;
    let smoothed = (0..count).map(|index| {
        let start = index.saturating_sub(half).min(count - window);
        let line = Line::through(&values[start..start + window]);
        values[index] - line.residuals[index - start]
    });
    Some(smoothed.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_and_noise_around_it_goes() {
        let line: Vec<f64> = (0..60).map(f64::from).collect();
        for (smoothed, value) in smooth(&line).unwrap().iter().zip(&line) {
            assert!((smoothed - value).abs() < 1e-9);
        }
        let noisy = |i: usize| i as f64 + if i.is_multiple_of(2) { 1.0 } else { -1.0 };
        let noisy: Vec<f64> = (0..60).map(noisy).collect();
        for (i, smoothed) in smooth(&noisy).unwrap().iter().enumerate() {
            assert!((smoothed - i as f64).abs() < 0.7, "{i}: {smoothed}");
        }
    }

    #[test]
    fn what_cannot_be_smoothed_is_not() {
        assert_eq!(smooth(&[1.0; 4]), None);
        assert_eq!(smooth(&[1.0, 2.0, f64::NAN, 1.0, 1.0]), None);
    }
}
