//! A straight line through a curve, and how its noise hangs together.

/// Least-squares line through values at 0, 1, 2, ….
pub(crate) struct Line {
    pub(crate) slope: f64,
    /// Sum of squared distances of the positions from their centre.
    spread: f64,
    pub(crate) residuals: Vec<f64>,
}

impl Line {
    /// The line through at least three values.
    pub(crate) fn through(values: &[f64]) -> Self {
        let centre = 0.5 * (values.len() as f64 - 1.0);
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
            slope,
            spread,
            residuals,
        }
    }

    /// Standard error of the slope for independent residuals.
    pub(crate) fn slope_standard_error(&self) -> f64 {
        let squares: f64 = self.residuals.iter().map(|r| r * r).sum();
        (squares / (self.residuals.len() as f64 - 2.0) / self.spread).sqrt()
    }
}

/// What is left of values once the parabola of least squares through them is taken off: the line,
/// then what the line leaves of the squares (Frisch and Waugh, "Partial time regressions as
/// compared with individual trends", Econometrica 1, 1933).
pub(crate) fn residuals_of_parabola(values: &[f64]) -> Vec<f64> {
    let squares: Vec<f64> = (0..values.len()).map(|i| (i * i) as f64).collect();
    let (of_values, of_squares) = (Line::through(values), Line::through(&squares));
    let (rest, bend) = (of_values.residuals, of_squares.residuals);
    let products: f64 = rest.iter().zip(&bend).map(|(r, b)| r * b).sum();
    let bent = products / bend.iter().map(|b| b * b).sum::<f64>();
    rest.iter().zip(&bend).map(|(r, b)| r - bent * b).collect()
}

/// Correlation of residuals from one to the next, 0 where there are none.
pub(crate) fn autocorrelation(residuals: &[f64]) -> f64 {
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    if squares > 0.0 {
        products / squares
    } else {
        0.0
    }
}

/// What the variance of a mean or slope is multiplied by where neighbouring residuals deviate
/// alike: (1 + r) / (1 − r) with r their correlation (Bayley and Hammersley, "The effective number
/// of independent observations in an autocorrelated time series", 1946). A negative one counts as
/// none, one above 0.9 as 0.9.
pub(crate) fn inflation(correlation: f64) -> f64 {
    let correlation = correlation.clamp(0.0, 0.9);
    (1.0 + correlation) / (1.0 - correlation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_by_hand() {
        // R: lm(c(1, 3, 2, 4) ~ c(0, 1, 2, 3)): slope 0.8, standard error 0.4243.
        let line = Line::through(&[1.0, 3.0, 2.0, 4.0]);
        assert!((line.slope - 0.8).abs() < 1e-12);
        assert!((line.slope_standard_error() - 0.424_264).abs() < 1e-6);
    }

    #[test]
    fn a_parabola_leaves_nothing_and_what_is_none_is_left() {
        let parabola = |i: i32| f64::from(3 - 2 * i + i * i);
        let values: Vec<f64> = (0..9).map(parabola).collect();
        assert!(
            residuals_of_parabola(&values)
                .iter()
                .all(|r| r.abs() < 1e-9)
        );
        // Orthogonal to constants, lines and squares.
        let cube = [-1.0, 2.0, 0.0, -2.0, 1.0];
        for (left, of) in residuals_of_parabola(&cube).iter().zip(cube) {
            assert!((left - of).abs() < 1e-12);
        }
    }

    #[test]
    fn noise_that_hangs_together_counts_less() {
        assert!((autocorrelation(&[1.0, 1.0, -1.0, -1.0]) - 0.25).abs() < 1e-12);
        assert_eq!(autocorrelation(&[0.0; 4]), 0.0);
        assert_eq!(inflation(0.5), 3.0);
        assert_eq!(inflation(-0.5), 1.0);
    }
}
