//! The level of a noisy curve over windows of it, and how far the noise lets one trust it.

use std::ops::Range;

use crate::line::{autocorrelation, inflation, residuals_of_parabola};
use crate::mean;

/// Fewest values: two windows without a value in common.
pub(super) const FEWEST_VALUES: usize = 2 * NARROWEST;

/// Longer curves are averaged to at most this many points. What wanders slowly over a long curve
/// hardly shows in the correlation from one value to the next, but it does from point to point.
const MOST_POINTS: usize = 40;

/// Fewest points of a window.
const NARROWEST: usize = 5;

/// A curve averaged to few points, of which a fifth, and at least five, are a window.
pub(super) struct Windows {
    points: Vec<f64>,
    /// Values a point.
    group: usize,
    /// Values before the first point, fewer than a point has.
    skipped: usize,
    width: usize,
}

/// How much the mean over a window deviates by chance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    pub(super) standard_error: f64,
    /// Degrees of freedom of that error.
    pub(super) degrees: f64,
}

impl Windows {
    /// Windows over `values`; `None` with fewer than [`FEWEST_VALUES`].
    pub(super) fn over(values: &[f64]) -> Option<Self> {
        if values.len() < FEWEST_VALUES {
            return None;
        }
        let group = values.len().div_ceil(MOST_POINTS);
        let skipped = values.len() % group;
        let points: Vec<f64> = values[skipped..].chunks(group).map(mean).collect();
        Some(Self {
            width: (points.len() / 5).max(NARROWEST),
            points,
            group,
            skipped,
        })
    }

    /// The number of the last window; the first is 0, the next begins a point later.
    pub(super) fn last(&self) -> usize {
        self.points.len() - self.width
    }

    /// The number of the window of lowest mean among those that share no point with the last.
    pub(super) fn lowest(&self) -> usize {
        (0..=self.last() - self.width)
            .min_by(|&a, &b| self.mean(a).total_cmp(&self.mean(b)))
            .unwrap_or(0)
    }

    /// The mean over a window.
    pub(super) fn mean(&self, window: usize) -> f64 {
        mean(&self.points[window..window + self.width])
    }

    /// Which values are in a window.
    pub(super) fn values(&self, window: usize) -> Range<usize> {
        let start = self.skipped + window * self.group;
        start..start + self.width * self.group
    }

    /// The noise of a window's mean, from what a parabola leaves of the points from a window on,
    /// and at least of the curve's later half. A parabola, as a curve that falls and rises again is
    /// no noise. Residuals are correlated less than the noise is: by (1 + 3r) / m where a mean was
    /// taken from m values (Marriott and Pope, "Bias in the estimation of autocorrelations",
    /// Biometrika 41, 1954). Of that 2r / m are there without any fit; the rest counts once for each
    /// parameter of the parabola.
    ///
    /// A steep rise leaves a smooth rest, which hangs together as noise that wanders does: without
    /// a least number of degrees of freedom it could never be told from noise. By simulation these
    /// few cost nothing of the level (`tests/simulation/overfitting.rs`).
    pub(super) fn noise(&self, from: usize) -> Noise {
        const PARAMETERS: f64 = 3.0;
        const FEWEST_DEGREES: f64 = 6.0;
        let from = from.min(self.points.len() / 2);
        let residuals = residuals_of_parabola(&self.points[from..]);
        let count = residuals.len() as f64;
        let found = autocorrelation(&residuals);
        let correlation = found + (PARAMETERS * (1.0 + found) + 2.0 * found) / count;
        let inflation = inflation(correlation);
        let squares: f64 = residuals.iter().map(|r| r * r).sum();
        let left = count - PARAMETERS;
        Noise {
            standard_error: (inflation * squares / left / self.width as f64).sqrt(),
            degrees: (left / inflation).max(FEWEST_DEGREES).min(left),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_curves_are_taken_as_they_are_and_long_ones_in_groups() {
        assert!(Windows::over(&[1.0; 9]).is_none());
        let values: Vec<f64> = (0..29).map(|i| f64::from((i - 12_i32).abs())).collect();
        let windows = Windows::over(&values).unwrap();
        assert_eq!((windows.lowest(), windows.last()), (10, 24));
        assert_eq!(windows.values(windows.lowest()), 10..15);
        assert_eq!(windows.mean(10), 1.2);

        let values: Vec<f64> = (0..233).map(f64::from).collect();
        let windows = Windows::over(&values).unwrap();
        // 38 points of 6, the first five values left over; windows of 7 points.
        assert_eq!(windows.values(0), 5..47);
        assert_eq!(windows.values(windows.last()), 191..233);
        assert_eq!(windows.mean(windows.last()), 211.5);
    }

    #[test]
    fn what_bends_is_no_noise_and_what_wanders_is_more() {
        let bent: Vec<f64> = (0..25).map(|i| f64::from(i * i)).collect();
        let noise = Windows::over(&bent).unwrap().noise(0);
        assert!(noise.standard_error < 1e-9);
        let zigzag: Vec<f64> = (0..25).map(|i| f64::from(i % 2)).collect();
        let steps: Vec<f64> = (0..25).map(|i| f64::from(i / 4 % 2)).collect();
        let [zigzag, steps] = [zigzag, steps].map(|v| Windows::over(&v).unwrap().noise(0));
        assert!(steps.standard_error > 1.5 * zigzag.standard_error);
        assert!(steps.degrees < 0.5 * zigzag.degrees);
    }
}
