//! The mean of one experiment.

use serde::Serialize;

use super::comparison::check;
use super::crossed::crossed;
use super::inference::Inference;
use super::{CompareError, Interval, Outcome, Scope, Settings, Units};

/// The mean of one experiment and where it would lie next time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MeanEstimate {
    /// Mean over images and seeds.
    pub mean: f64,
    /// Where the true mean lies: never below 0.
    pub interval: Interval,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// What the interval covers.
    pub scope: Scope,
}

/// Estimates the mean of one experiment's errors or losses, none of which is negative.
///
/// The lower end of the interval is found on a logarithmic scale, on which a mean of few images or
/// seeds cannot reach below 0, and the upper end on the plain one, on which a single large error
/// cannot carry it away. Each tail keeps its level by itself (`tests/simulation`).
///
/// # Errors
/// When the results do not fit `units` or are not finite.
pub fn estimate_mean(
    outcome: &Outcome<'_>,
    units: &Units,
    settings: &Settings,
) -> Result<MeanEstimate, CompareError> {
    check(outcome, units)?;
    let parts = crossed(&outcome.seeds, &[], units);
    let inference = Inference::new(&parts, units, settings);
    let mut interval = inference.interval(settings.level);
    if let Some(logarithm) = inference.of_logarithm(&parts, units, settings) {
        interval.low = logarithm.interval(settings.level).low.exp();
    }
    Ok(MeanEstimate {
        mean: parts.estimate,
        interval,
        standard_error: inference.standard_error,
        scope: inference.scope,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(seeds: &[&[f64]]) -> Interval {
        let outcome = Outcome {
            name: "x",
            seeds: seeds.to_vec(),
            trainings: None,
        };
        let units = Units::single_images(seeds[0].len());
        let found = estimate_mean(&outcome, &units, &Settings::default()).unwrap();
        assert!(found.interval.low <= found.mean && found.mean <= found.interval.high);
        found.interval
    }

    #[test]
    fn errors_are_never_below_0() {
        // One image of five is far off; its NME was taken for the mean, and its spread for certain.
        assert!(interval(&[&[0.6, 0.5, 0.7, 0.6, 48.0]]).low > 0.1);
        // Two seeds, the one twice as far off as the other: Student's interval has 12.7 deviations.
        assert!(interval(&[&[1.0, 1.2, 0.9], &[2.0, 2.1, 2.2]]).low > 0.0);
        // Nothing is wrong, and nearly nothing.
        let none = interval(&[&[0.0, 0.0, 0.0]]);
        assert_eq!((none.low, none.high), (0.0, 0.0));
        assert!(interval(&[&[0.0, 0.0, 0.1, 0.0]]).low >= 0.0);
    }

    #[test]
    fn many_like_images_have_the_interval_of_the_plain_scale() {
        let errors: Vec<f64> = (0..400).map(|i| 5.0 + f64::from(i % 7) * 0.1).collect();
        let found = interval(&[&errors]);
        let (below, above) = (5.3 - found.low, found.high - 5.3);
        assert!((below - above).abs() < 0.1 * above, "{found:?}");
    }
}
