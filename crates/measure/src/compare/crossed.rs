//! Where the uncertainty of a mean over seeds and images comes from.
//!
//! Every seed is tested on the same images, so seeds and images are crossed. Two things would
//! come out differently next time: the images (they are a sample of people) and the trainings
//! (their seeds are a sample of chance). The variance of a crossed mean is the variance over
//! images plus that over seeds, less the part of both that is counted twice, the noise of single
//! seed-and-image pairs (Cornfield and Tukey, "Average values of mean squares in factorials",
//! Annals of Mathematical Statistics 27, 1956; Owen, "The pigeonhole bootstrap", Annals of Applied
//! Statistics 1, 2007).

use super::Units;
use super::component::Component;
use super::total::Total;
use crate::{mean, variance};

/// The difference between two experiments, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Crossed {
    /// Entry minus reference, averaged over seeds, one an image.
    pub(super) differences: Vec<f64>,
    /// Mean of the differences.
    pub(super) estimate: f64,
    images: Component,
    /// One component an experiment; empty when nothing tells how seeds differ.
    seeds: Vec<Component>,
    /// What images and seeds both count.
    cells: f64,
}

/// `entry` and `reference` hold one row a seed, one number an image, as many as `units` has
/// images. Without rows the reference is zero everywhere.
pub(super) fn crossed(entry: &[&[f64]], reference: &[&[f64]], units: &Units) -> Crossed {
    let reference_means = means_over_seeds(reference, units.images());
    let differences: Vec<f64> = means_over_seeds(entry, units.images())
        .iter()
        .zip(&reference_means)
        .map(|(a, b)| a - b)
        .collect();
    let (seeds, cells) = over_seeds(entry, reference, units);
    Crossed {
        estimate: mean(&differences),
        images: Component {
            variance: variance_of_mean(&differences, units),
            degrees: units.count() as f64 - 1.0,
        },
        differences,
        seeds,
        cells,
    }
}

impl Crossed {
    /// Whether the variance covers training again.
    pub(super) fn covers_seeds(&self) -> bool {
        !self.seeds.is_empty()
    }

    /// The variance of the estimate.
    pub(super) fn total(&self) -> Total {
        let seeds = self.over_seeds();
        let over_seeds = seeds.map_or(0.0, |c| c.variance);
        let both = self.images.variance + over_seeds - self.cells;
        Total {
            variance: both.max(self.images.variance).max(over_seeds),
            images: self.images,
            seeds,
        }
    }

    /// The seeds of both sides together, with Welch's degrees of freedom ("The generalization of
    /// 'Student's' problem when several different population variances are involved", Biometrika
    /// 34, 1947).
    fn over_seeds(&self) -> Option<Component> {
        let varying = self.seeds.iter().filter(|c| c.variance > 0.0);
        let variance: f64 = varying.clone().map(|c| c.variance).sum();
        let spread: f64 = varying.map(|c| c.variance.powi(2) / c.degrees).sum();
        (spread > 0.0).then(|| Component {
            variance,
            degrees: variance.powi(2) / spread,
        })
    }
}

/// Variance of the mean of `values` when units, not images, are independent: the linearised
/// variance of a ratio of sums (Davison and Hinkley, 1997, section 2.7.2; with images as units it
/// is the textbook variance / count).
pub(super) fn variance_of_mean(values: &[f64], units: &Units) -> f64 {
    let centre = mean(values);
    let squares: f64 = units
        .sums(values)
        .iter()
        .zip(units.sizes())
        .map(|(sum, size)| (sum - size * centre).powi(2))
        .sum();
    squares / (values.len() as f64).powi(2) * small_sample(units.count())
}

fn small_sample(count: usize) -> f64 {
    count as f64 / (count as f64 - 1.0)
}

fn means_over_seeds(rows: &[&[f64]], images: usize) -> Vec<f64> {
    (0..images)
        .map(|image| {
            let sum: f64 = rows.iter().map(|row| row[image]).sum();
            sum / rows.len().max(1) as f64
        })
        .collect()
}

/// Variance over the seeds of each experiment, and the noise counted twice.
fn over_seeds(entry: &[&[f64]], reference: &[&[f64]], units: &Units) -> (Vec<Component>, f64) {
    let several = |rows: &[&[f64]]| {
        let means: Vec<f64> = rows.iter().map(|row| mean(row)).collect();
        let count = rows.len() as f64;
        let component = Component {
            variance: variance(&means) / count,
            degrees: count - 1.0,
        };
        (component, cell_variance(rows, units))
    };
    match (entry.len(), reference.len()) {
        (1, 0 | 1) => (Vec::new(), 0.0),
        (_, 0) => {
            let (component, cells) = several(entry);
            (vec![component], cells)
        }
        // One training against several: the several tell how trainings differ, also for the one
        // (Crawford and Howell, "Comparing an individual's test score against norms derived from
        // small samples", The Clinical Neuropsychologist 12, 1998).
        (1, count) | (count, 1) => {
            let (component, cells) = several(if entry.len() == 1 { reference } else { entry });
            let both = 1.0 + count as f64;
            let component = Component {
                variance: component.variance * both,
                ..component
            };
            (vec![component], cells * both)
        }
        _ => {
            let (first, first_cells) = several(entry);
            let (second, second_cells) = several(reference);
            (vec![first, second], first_cells + second_cells)
        }
    }
}

/// Variance that the noise of single seed-and-image pairs gives to the mean over `rows`.
fn cell_variance(rows: &[&[f64]], units: &Units) -> f64 {
    let by_image = means_over_seeds(rows, units.images());
    let overall = mean(&by_image);
    let squares: f64 = rows
        .iter()
        .map(|row| {
            let of_seed = mean(row) - overall;
            let residuals: Vec<f64> = row
                .iter()
                .zip(&by_image)
                .map(|(v, m)| v - m - of_seed)
                .collect();
            units
                .sums(&residuals)
                .iter()
                .map(|sum| sum * sum)
                .sum::<f64>()
        })
        .sum();
    squares / (rows.len() * units.images()).pow(2) as f64
        * small_sample(rows.len())
        * small_sample(units.count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::student_quantile;

    #[test]
    fn images_alone_give_the_paired_t_test() {
        let units = Units::single_images(3);
        let parts = crossed(&[&[2.0, 4.0, 6.0]], &[&[1.0, 2.0, 3.0]], &units);
        assert_eq!(parts.differences, [1.0, 2.0, 3.0]);
        assert_eq!(parts.estimate, 2.0);
        assert!(!parts.covers_seeds());
        let total = parts.total();
        assert!((total.variance - 1.0 / 3.0).abs() < 1e-12);
        assert!((total.quantile(0.975) - student_quantile(0.975, 2.0)).abs() < 1e-9);
    }

    #[test]
    fn seeds_alone_give_the_welch_test() {
        // No image differs from another, so images add nothing.
        let units = Units::single_images(2);
        let rows = [[1.0, 1.0], [3.0, 3.0], [5.0, 5.0]];
        let entry: Vec<&[f64]> = rows.iter().map(|r| &r[..]).collect();
        let other = [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]];
        let reference: Vec<&[f64]> = other.iter().map(|r| &r[..]).collect();
        let total = crossed(&entry, &reference, &units).total();
        // 4/3 + 1/3; Welch: (5/3)² / ((4/3)²/2 + (1/3)²/2).
        assert!((total.variance - 5.0 / 3.0).abs() < 1e-12);
        let welch = student_quantile(0.975, 50.0 / 17.0);
        assert!((total.quantile(0.975) - welch).abs() < 1e-9);
    }

    #[test]
    fn one_against_several_borrows_their_spread() {
        let units = Units::single_images(2);
        let rows = [[1.0, 1.0], [3.0, 3.0]];
        let several: Vec<&[f64]> = rows.iter().map(|r| &r[..]).collect();
        let total = crossed(&[&[0.0, 0.0]], &several, &units).total();
        // Variance 2 for the one, 2/2 for the mean of two.
        assert!((total.variance - 3.0).abs() < 1e-12);
        assert!((total.quantile(0.975) - student_quantile(0.975, 1.0)).abs() < 1e-9);
    }

    #[test]
    fn copies_of_an_image_add_no_certainty_within_a_person() {
        let single = variance_of_mean(&[1.0, 2.0, 4.0], &Units::single_images(3));
        let twice = [1.0, 1.0, 2.0, 2.0, 4.0, 4.0];
        let people = Units::people(&["a", "a", "b", "b", "c", "c"]);
        assert!((variance_of_mean(&twice, &people) - single).abs() < 1e-12);
    }
}
