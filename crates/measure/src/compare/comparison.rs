//! One experiment against another.

use serde::Serialize;

use super::crossed::{Crossed, crossed};
use super::inference::Inference;
use super::{
    Effect, Interval, Metric, Scope, SmallestDifference, Units, Verdict, holm, paired_effect,
    seed_effect,
};
use crate::mean;

/// The results of one experiment under a metric.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The experiment's name.
    pub name: &'a str,
    /// One row a seed, one number a test image, in the same order of images everywhere.
    pub seeds: Vec<&'a [f64]>,
}

/// How to compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Share of intervals that hold the truth; its complement is the rate of false winners.
    pub level: f64,
    /// The smallest difference that matters.
    pub smallest: SmallestDifference,
    /// Resamples, where intervals come from resampling.
    pub replicates: usize,
    /// Seed of the resampling.
    pub seed: u64,
}

impl Default for Settings {
    /// 95 % intervals, 2 % of the reference, 4,000 resamples.
    fn default() -> Self {
        Self {
            level: 0.95,
            smallest: SmallestDifference::default(),
            replicates: 4000,
            seed: 0,
        }
    }
}

/// Why outcomes cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// An experiment without results.
    #[error("`{0}` has no results")]
    NoSeeds(String),
    /// Results over other images.
    #[error("`{name}` has results for {found} images, expected {expected}")]
    Images {
        /// The experiment.
        name: String,
        /// Numbers in one of its rows.
        found: usize,
        /// Images there are.
        expected: usize,
    },
    /// A result that is infinite or not a number, as after a diverged training.
    #[error("`{0}` has results that are not finite numbers")]
    NotFinite(String),
    /// Nothing to estimate a spread from.
    #[error("intervals need at least two independent images or people, found {0}")]
    TooFewUnits(usize),
}

/// The mean of one experiment and where it would lie next time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MeanEstimate {
    /// Mean over images and seeds.
    pub mean: f64,
    /// Where the true mean lies.
    pub interval: Interval,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// What the interval covers.
    pub scope: Scope,
}

/// An entry against a reference. Differences are entry minus reference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Name of what is judged.
    pub entry: String,
    /// Name of what it is judged against.
    pub reference: String,
    /// The measure.
    pub metric: Metric,
    /// The entry's mean over images and seeds.
    pub entry_mean: f64,
    /// The reference's.
    pub reference_mean: f64,
    /// Entry minus reference.
    pub difference: f64,
    /// Where the true difference lies.
    pub interval: Interval,
    /// The same at a level that holds for all comparisons made at once (Bonferroni).
    pub simultaneous: Interval,
    /// Standard error of the difference.
    pub standard_error: f64,
    /// Probability of so large a difference if there was none.
    pub p_value: f64,
    /// The same, corrected for the number of comparisons (Holm).
    pub adjusted_p: f64,
    /// Comparisons made at once.
    pub comparisons: usize,
    /// The difference against a spread: over seeds with several on both sides, else over images.
    pub effect: Option<Effect>,
    /// Smallest difference that matters, in the metric's numbers.
    pub smallest: f64,
    /// What the interval covers.
    pub scope: Scope,
    /// Trainings of the entry.
    pub entry_seeds: usize,
    /// Trainings of the reference.
    pub reference_seeds: usize,
    /// Test images.
    pub images: usize,
    /// People in them, where they are known.
    pub people: Option<usize>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// Estimates the mean of one experiment.
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
    Ok(MeanEstimate {
        mean: parts.estimate,
        interval: inference.interval(settings.level),
        standard_error: inference.standard_error,
        scope: inference.scope,
    })
}

/// Compares one entry with a reference, paired over images.
///
/// With one seed each, images (people, where known) are resampled. With several, the interval is
/// Student's with the variance over images and over seeds added up, see [`Scope`].
///
/// # Errors
/// When the results do not fit `units` or are not finite.
pub fn compare(
    entry: &Outcome<'_>,
    reference: &Outcome<'_>,
    units: &Units,
    metric: Metric,
    settings: &Settings,
) -> Result<Comparison, CompareError> {
    compare_one(entry, reference, units, metric, settings, 1)
}

/// Compares each of `entries` with a reference and corrects for their number: p-values after
/// Holm, intervals after Bonferroni.
///
/// # Errors
/// When the results do not fit `units` or are not finite.
pub fn compare_all(
    entries: &[Outcome<'_>],
    reference: &Outcome<'_>,
    units: &Units,
    metric: Metric,
    settings: &Settings,
) -> Result<Vec<Comparison>, CompareError> {
    let mut comparisons = entries
        .iter()
        .map(|entry| compare_one(entry, reference, units, metric, settings, entries.len()))
        .collect::<Result<Vec<_>, _>>()?;
    let p_values: Vec<f64> = comparisons.iter().map(|c| c.p_value).collect();
    for (comparison, adjusted) in comparisons.iter_mut().zip(holm(&p_values)) {
        comparison.adjusted_p = adjusted;
        comparison.verdict = verdict(comparison);
    }
    Ok(comparisons)
}

fn compare_one(
    entry: &Outcome<'_>,
    reference: &Outcome<'_>,
    units: &Units,
    metric: Metric,
    settings: &Settings,
    comparisons: usize,
) -> Result<Comparison, CompareError> {
    check(entry, units)?;
    check(reference, units)?;
    let parts = crossed(&entry.seeds, &reference.seeds, units);
    let inference = Inference::new(&parts, units, settings);
    let reference_mean = mean_of(&reference.seeds);
    let p_value = inference.p_value();
    let mut comparison = Comparison {
        entry: entry.name.to_string(),
        reference: reference.name.to_string(),
        metric,
        entry_mean: mean_of(&entry.seeds),
        reference_mean,
        difference: parts.estimate,
        interval: inference.interval(settings.level),
        simultaneous: inference.interval(1.0 - (1.0 - settings.level) / comparisons as f64),
        standard_error: inference.standard_error,
        p_value,
        adjusted_p: p_value,
        comparisons,
        effect: effect(entry, reference, &parts),
        smallest: settings.smallest.absolute(reference_mean),
        scope: inference.scope,
        entry_seeds: entry.seeds.len(),
        reference_seeds: reference.seeds.len(),
        images: units.images(),
        people: units.are_people().then_some(units.count()),
        verdict: Verdict::Undecided,
    };
    comparison.verdict = verdict(&comparison);
    Ok(comparison)
}

fn verdict(comparison: &Comparison) -> Verdict {
    Verdict::of(
        comparison.difference,
        comparison.simultaneous,
        comparison.adjusted_p,
        comparison.interval.level,
        comparison.smallest,
        comparison.metric.direction,
    )
}

fn effect(entry: &Outcome<'_>, reference: &Outcome<'_>, parts: &Crossed) -> Option<Effect> {
    if entry.seeds.len() > 1 && reference.seeds.len() > 1 {
        let means = |outcome: &Outcome<'_>| -> Vec<f64> {
            outcome.seeds.iter().map(|row| mean(row)).collect()
        };
        seed_effect(&means(entry), &means(reference))
    } else {
        paired_effect(&parts.differences)
    }
}

fn mean_of(rows: &[&[f64]]) -> f64 {
    mean(&rows.iter().map(|row| mean(row)).collect::<Vec<_>>())
}

fn check(outcome: &Outcome<'_>, units: &Units) -> Result<(), CompareError> {
    if units.count() < 2 {
        return Err(CompareError::TooFewUnits(units.count()));
    }
    if outcome.seeds.is_empty() {
        return Err(CompareError::NoSeeds(outcome.name.to_string()));
    }
    for row in &outcome.seeds {
        if row.len() != units.images() {
            return Err(CompareError::Images {
                name: outcome.name.to_string(),
                found: row.len(),
                expected: units.images(),
            });
        }
        if !row.iter().all(|value| value.is_finite()) {
            return Err(CompareError::NotFinite(outcome.name.to_string()));
        }
    }
    Ok(())
}
