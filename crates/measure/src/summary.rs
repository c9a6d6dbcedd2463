//! Numbers that stand for many.

use serde::Serialize;

/// Arithmetic mean; NaN of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Variance of the population that `values` are a sample of (divided by one less than their
/// number); NaN of fewer than two.
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    let centre = mean(values);
    values.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / (values.len() - 1) as f64
}

/// Square root of [`variance`].
pub fn standard_deviation(values: &[f64]) -> f64 {
    variance(values).sqrt()
}

/// The value that a share of `values` lies below, between neighbours by linear interpolation:
/// type 7 of Hyndman and Fan, "Sample quantiles in statistical packages" (The American
/// Statistician 50, 1996), the default of R and NumPy. `None` of nothing.
///
/// ```
/// # use faceoff_measure::quantile;
/// assert_eq!(quantile(&[4.0, 1.0, 3.0, 2.0], 0.25), Some(1.75));
/// ```
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile_of_sorted(&sorted, share)
}

/// [`quantile`] of values in rising order.
pub(crate) fn quantile_of_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = share.clamp(0.0, 1.0) * last as f64;
    let (lower, upper) = (position.floor() as usize, position.ceil() as usize);
    let weight = position - lower as f64;
    if lower == upper {
        // Also keeps an infinite neighbour from turning into NaN.
        return Some(sorted[lower]);
    }
    Some(sorted[lower] * (1.0 - weight) + sorted[upper] * weight)
}

/// The middle value, or the mean of the two middle values; `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Where values lie, such as one result of several seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// How many values.
    pub count: usize,
    /// Their arithmetic mean.
    pub mean: f64,
    /// Smallest.
    pub low: f64,
    /// A quarter lies below.
    pub lower_quartile: f64,
    /// Half lies below.
    pub median: f64,
    /// Three quarters lie below.
    pub upper_quartile: f64,
    /// Largest.
    pub high: f64,
}

/// Where `values` lie; `None` of nothing.
pub fn band(values: &[f64]) -> Option<Band> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(Band {
        count: values.len(),
        mean: mean(values),
        low: *sorted.first()?,
        lower_quartile: quantile_of_sorted(&sorted, 0.25)?,
        median: quantile_of_sorted(&sorted, 0.5)?,
        upper_quartile: quantile_of_sorted(&sorted, 0.75)?,
        high: *sorted.last()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_by_hand() {
        assert_eq!(mean(&[1.0, 2.0, 6.0]), 3.0);
        assert_eq!(variance(&[1.0, 2.0, 6.0]), 7.0);
        assert_eq!(standard_deviation(&[1.0, 1.0]), 0.0);
        assert!(mean(&[]).is_nan() && variance(&[1.0]).is_nan());
    }

    #[test]
    fn quantiles_are_those_of_numpy() {
        let values = [15.0, 20.0, 35.0, 40.0, 50.0];
        for (share, expected) in [
            (0.0, 15.0),
            (0.4, 29.0),
            (0.5, 35.0),
            (0.95, 48.0),
            (1.0, 50.0),
        ] {
            assert!(
                (quantile(&values, share).unwrap() - expected).abs() < 1e-12,
                "{share}"
            );
        }
        assert_eq!(median(&[4.0, 1.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_band_by_hand() {
        let band = band(&[3.0, 1.0, 2.0, 6.0]).unwrap();
        assert_eq!((band.low, band.median, band.high), (1.0, 2.5, 6.0));
        assert_eq!((band.lower_quartile, band.upper_quartile), (1.75, 3.75));
        assert_eq!((band.count, band.mean), (4, 3.0));
        assert_eq!(super::band(&[]), None);
    }
}
