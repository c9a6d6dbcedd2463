//! Resampling of images or people.

use faceoff_random::{Purpose, Stream};

use super::Units;
use super::crossed::variance_of_mean;
use crate::mean;

/// Studentised means of resamples, in rising order: units are drawn with replacement, and the
/// distance of the resample's mean from the sample's is divided by the resample's own standard
/// error (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 12.5; Davison
/// and Hinkley, 1997, section 5.2.1).
///
/// Landmark errors have a long tail: against it, this kept its level best in simulation
/// (`tests/simulation`), before BCa and percentiles.
///
/// A resample without spread lies infinitely far out, or at 0 when its mean is the sample's.
pub(super) fn studentised(values: &[f64], units: &Units, replicates: usize, seed: u64) -> Vec<f64> {
    in_rising_order(resamples(values, units, replicates, seed), |drawn| drawn)
}

/// The same of the logarithms of the means, whose standard errors are relative ones. The mean of
/// `values`, none of them negative, is above 0.
pub(super) fn studentised_logarithms(
    values: &[f64],
    units: &Units,
    replicates: usize,
    seed: u64,
) -> Vec<f64> {
    let centre = mean(values);
    in_rising_order(resamples(values, units, replicates, seed), |drawn| {
        let relative = 1.0 + drawn.shift / centre;
        Resample {
            // A resample of nothing but zeros lies infinitely far below.
            shift: relative.max(0.0).ln(),
            variance: drawn.variance / (centre * relative).powi(2),
            no_variance: drawn.no_variance / centre.powi(2),
        }
    })
}

/// How a resample came out.
struct Resample {
    /// Distance of its mean from the sample's.
    shift: f64,
    /// The variance of its mean, by itself.
    variance: f64,
    /// Below this that is rounding.
    no_variance: f64,
}

fn in_rising_order(drawn: Vec<Resample>, on: impl Fn(Resample) -> Resample) -> Vec<f64> {
    let distances = drawn.into_iter().map(|drawn| on(drawn).distance());
    let mut distances: Vec<f64> = distances.collect();
    distances.sort_unstable_by(f64::total_cmp);
    distances
}

fn resamples(values: &[f64], units: &Units, replicates: usize, seed: u64) -> Vec<Resample> {
    let centre = mean(values);
    let sizes = units.sizes();
    let deviations: Vec<f64> = units
        .sums(values)
        .iter()
        .zip(&sizes)
        .map(|(sum, size)| sum - size * centre)
        .collect();
    let no_variance = 1e-12 * variance_of_mean(values, units);
    (0..replicates)
        .map(|replicate| {
            let mut stream = Stream::new(seed, Purpose::Bootstrap, &[replicate as u64]);
            one(&deviations, &sizes, no_variance, &mut stream)
        })
        .collect()
}

fn one(deviations: &[f64], sizes: &[f64], no_variance: f64, stream: &mut Stream) -> Resample {
    let count = deviations.len();
    let (mut sum, mut images) = (0.0, 0.0);
    let (mut sum_sum, mut sum_size, mut size_size) = (0.0, 0.0, 0.0);
    for _ in 0..count {
        let unit = stream.below(count);
        let (deviation, size) = (deviations[unit], sizes[unit]);
        sum += deviation;
        images += size;
        sum_sum += deviation * deviation;
        sum_size += deviation * size;
        size_size += size * size;
    }
    let shift = sum / images;
    // The variance of the mean as for the sample, multiplied out.
    let squares = sum_sum - 2.0 * shift * sum_size + shift * shift * size_size;
    Resample {
        shift,
        variance: squares / (images * images) * count as f64 / (count as f64 - 1.0),
        no_variance,
    }
}

impl Resample {
    /// The distance in its own standard errors.
    fn distance(&self) -> f64 {
        if self.variance > self.no_variance {
            self.shift / self.variance.sqrt()
        } else if self.shift * self.shift <= self.no_variance {
            0.0
        } else {
            self.shift.signum() * f64::INFINITY
        }
    }
}
