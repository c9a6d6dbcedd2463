//! Curves without their noise.

use crate::Interval;
use crate::student::student_quantile;

use super::LEVEL;

/// A smoothed point and where the curve lies there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Smoothed {
    /// The curve there, without the noise of single points.
    pub value: f64,
    /// Where that lies.
    pub interval: Interval,
}

/// Fewest points that can be smoothed.
pub(super) const FEWEST_POINTS: usize = 5;

/// A straight line through each point's neighbours, a tenth of the curve and at least five
/// (Cleveland, "Robust locally weighted regression and smoothing scatterplots", Journal of the
/// American Statistical Association 74, 1979, with equal weights). A line, and not a mean, so that
/// the ends of a falling curve are not pulled towards its middle. `None` with fewer than five
/// points or numbers that are not finite.
pub fn smooth(values: &[f64]) -> Option<Vec<Smoothed>> {
    let count = values.len();
    if count < FEWEST_POINTS || !values.iter().all(|v| v.is_finite()) {
        return None;
    }
    let half = (count / 20).max(FEWEST_POINTS / 2);
    let window = 2 * half + 1;
    let smoothed = (0..count).map(|index| {
        let start = index.saturating_sub(half).min(count - window);
        let line = Line::through(&values[start..start + window]);
        let at = (index - start) as f64;
        let half_width =
            student_quantile(0.5 + 0.5 * LEVEL, window as f64 - 2.0) * line.standard_error(at);
        let value = line.at(at);
        Smoothed {
            value,
            interval: Interval {
                low: value - half_width,
                high: value + half_width,
                level: LEVEL,
            },
        }
    });
    Some(smoothed.collect())
}

/// Least-squares line through values at 0, 1, 2, ….
pub(super) struct Line {
    centre: f64,
    mean: f64,
    pub(super) slope: f64,
    /// Sum of squared distances of the positions from their centre.
    spread: f64,
    count: f64,
    pub(super) residuals: Vec<f64>,
}

impl Line {
    /// The line through at least three values.
    pub(super) fn through(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let centre = 0.5 * (count - 1.0);
        let mean = crate::mean(values);
        let from_centre = |index: usize| index as f64 - centre;
        let spread: f64 = (0..values.len()).map(|i| from_centre(i).powi(2)).sum();
        let products: f64 = values
            .iter()
            .enumerate()
            .map(|(i, v)| from_centre(i) * (v - mean))
            .sum();
        let slope = products / spread;
        let residuals = values
            .iter()
            .enumerate()
            .map(|(i, v)| v - mean - slope * from_centre(i))
            .collect();
        Self {
            centre,
            mean,
            slope,
            spread,
            count,
            residuals,
        }
    }

    fn at(&self, position: f64) -> f64 {
        self.mean + self.slope * (position - self.centre)
    }

    fn residual_variance(&self) -> f64 {
        self.residuals.iter().map(|r| r * r).sum::<f64>() / (self.count - 2.0)
    }

    fn standard_error(&self, position: f64) -> f64 {
        let leverage = 1.0 / self.count + (position - self.centre).powi(2) / self.spread;
        (self.residual_variance() * leverage).sqrt()
    }

    /// Standard error of the slope for independent residuals.
    pub(super) fn slope_standard_error(&self) -> f64 {
        (self.residual_variance() / self.spread).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_itself_to_its_ends() {
        let values: Vec<f64> = (0..40).map(|i| 3.0 - 0.05 * f64::from(i)).collect();
        for (smoothed, value) in smooth(&values).unwrap().iter().zip(&values) {
            assert!((smoothed.value - value).abs() < 1e-12);
            assert!(smoothed.interval.high - smoothed.interval.low < 1e-9);
        }
        assert_eq!(smooth(&values[..4]), None);
    }

    #[test]
    fn the_slope_by_hand() {
        // R: lm(c(1, 3, 2, 4) ~ c(0, 1, 2, 3)): slope 0.8, standard error 0.4243.
        let line = Line::through(&[1.0, 3.0, 2.0, 4.0]);
        assert!((line.slope - 0.8).abs() < 1e-12);
        assert!((line.slope_standard_error() - 0.424_264).abs() < 1e-6);
    }
}
