//! The errors of several entries on the same images, so that they can be compared one by one.

use std::collections::HashMap;

use faceoff_measure::{Metric, Outcome, Units, mean};
use faceoff_record::Sample;

use super::images::{constant_image_scores, image_scores, validation_scores};
use crate::format::count;
use crate::study::{EntryData, RunData, label, people};

/// Entries that can be judged, and their errors on the images that all were tested on.
pub(crate) struct Paired<'a> {
    /// In the order of the comparison.
    pub(crate) entries: Vec<PairedEntry<'a>>,
    /// Entries and seeds that cannot be judged, each with the reason.
    pub(crate) left_out: Vec<String>,
    /// What those images come in.
    pub(crate) units: Units,
    /// Whether some were tested on images that others were not.
    pub(crate) differ: bool,
}

/// The errors of one entry: a row for each seed, with a number for each image.
pub(crate) struct PairedEntry<'a> {
    pub(crate) name: String,
    pub(crate) entry: EntryData<'a>,
    /// The entry's seeds that are judged, a row each.
    seeds: Vec<EntryData<'a>>,
    landmark_error: Vec<Vec<f64>>,
    nme: Vec<Vec<f64>>,
    /// The landmark error of the mean training face on the same images, on average.
    pub(crate) constant_error: f64,
}

impl PairedEntry<'_> {
    /// What `measure` compares, under [`Metric::NME`] or else the landmark error.
    pub(crate) fn outcome(&self, metric: Metric) -> Outcome<'_> {
        let rows = match metric == Metric::NME {
            true => &self.nme,
            false => &self.landmark_error,
        };
        Outcome {
            name: &self.name,
            seeds: rows.iter().map(Vec::as_slice).collect(),
            trainings: Some(self.runs().collect()),
        }
    }

    /// The images that choices are made by, in order; empty where there are none.
    pub(crate) fn validation_files(&self) -> Vec<&str> {
        let samples = self.entry.run.samples.validation.samples.iter();
        samples.map(|sample| sample.file.as_str()).collect()
    }

    /// The mean NME on those images, over the seeds; `None` where it is no number.
    pub(crate) fn validation_nme(&self) -> Option<f64> {
        let of_seed = |seed: &EntryData<'_>| -> Option<f64> {
            let predictions = &seed.predictions()?.validation;
            Some(mean(&validation_scores(predictions, seed.run).nme))
        };
        let errors: Option<Vec<f64>> = self.seeds.iter().map(of_seed).collect();
        Some(mean(&errors?)).filter(|error| error.is_finite())
    }

    /// The ids of the runs behind it.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &str> {
        self.seeds.iter().map(|seed| seed.run.record.id.as_str())
    }

    /// How many of its runs are also behind `other`.
    pub(crate) fn shared_runs(&self, other: &Self) -> usize {
        let shared = self.runs().filter(|run| other.runs().any(|id| id == *run));
        shared.count()
    }

    /// Whether every prediction is a number; means exist only then.
    fn is_finite(&self) -> bool {
        self.landmark_error
            .iter()
            .flatten()
            .all(|error| error.is_finite())
    }
}

/// Where a run has the image of a name.
type Places<'a> = HashMap<&'a str, usize>;

/// Pairs the predictions of `entries` by the names of the images.
///
/// A seed is judged by the network it had after the epochs that its entry asks for, and by no other:
/// one that stopped or diverged before, or kept no network then, is left out. So is an entry with
/// predictions that are not numbers, and one that shares runs with an earlier entry at the same epochs,
/// from which it cannot differ there.
pub(crate) fn paired<'a>(entries: &[EntryData<'a>]) -> Paired<'a> {
    let named = entries
        .iter()
        .map(|entry| (entry, label::name(entry, entries)));
    let named: Vec<_> = named.collect();
    let mut left_out: Vec<String> = named
        .iter()
        .filter_map(|(entry, name)| not_arrived(entry, name))
        .collect();
    let arrived = named
        .into_iter()
        .map(|(entry, name)| (entry, name, entry.arrived()));
    let arrived: Vec<_> = arrived.filter(|(.., seeds)| !seeds.is_empty()).collect();
    let runs = || {
        arrived
            .iter()
            .flat_map(|(.., seeds)| seeds)
            .map(|seed| seed.run)
    };
    let places: Vec<Places<'a>> = runs().map(places).collect();
    let samples = runs().next().map(|run| &run.samples.test.samples);
    let common: Vec<&Sample> = samples
        .into_iter()
        .flatten()
        .filter(|sample| places.iter().all(|at| at.contains_key(&*sample.file)))
        .collect();
    let differ = places.iter().any(|at| at.len() != common.len());
    let mut places = places.iter();
    let mut paired: Vec<PairedEntry<'a>> = Vec::new();
    for (entry, name, seeds) in arrived {
        let mut new = PairedEntry {
            name,
            entry: *entry,
            seeds,
            landmark_error: Vec::new(),
            nme: Vec::new(),
            constant_error: f64::NAN,
        };
        for (seed, at) in new.seeds.iter().zip(&mut places) {
            let Some(predictions) = seed.predictions() else {
                continue;
            };
            let scores = image_scores(&predictions.test, seed.run);
            let pick =
                |all: &[f64]| -> Vec<f64> { common.iter().map(|s| all[at[&*s.file]]).collect() };
            if new.landmark_error.is_empty() {
                let constant = constant_image_scores(seed.run);
                new.constant_error = mean(&pick(&constant.pixel_error));
            }
            new.landmark_error.push(pick(&scores.pixel_error));
            new.nme.push(pick(&scores.nme));
        }
        let overlapping = |other: &&PairedEntry<'a>| {
            other.entry.entry.epoch == new.entry.entry.epoch && new.shared_runs(other) > 0
        };
        if !new.is_finite() {
            left_out.push(format!("{} (some predictions are not numbers)", new.name));
        } else if let Some(other) = paired.iter().find(overlapping) {
            let shared = count(new.shared_runs(other), "run");
            left_out.push(format!(
                "{} (shares {shared} with {})",
                new.name, other.name
            ));
        } else {
            paired.push(new);
        }
    }
    Paired {
        entries: paired,
        left_out,
        units: people(common.iter().copied()),
        differ,
    }
}

/// What the verdict says of the seeds of `entry`, whose name is `name`, that are not there yet or
/// never will be:
/// `Base (stopped after 3 epochs)` or `1 of 5 seeds of Base (diverged in epoch 3)`.
fn not_arrived(entry: &EntryData<'_>, name: &str) -> Option<String> {
    let seeds = entry.seeds();
    let reasons: Vec<String> = seeds
        .iter()
        .filter_map(EntryData::why_not_arrived)
        .collect();
    let mut distinct: Vec<&str> = Vec::new();
    for reason in &reasons {
        if !distinct.contains(&reason.as_str()) {
            distinct.push(reason);
        }
    }
    let distinct = distinct.join("; ");
    match (reasons.len(), seeds.len()) {
        (0, _) => None,
        (some, all) if some < all => Some(format!("{some} of {all} seeds of {name} ({distinct})")),
        _ => Some(format!("{name} ({distinct})")),
    }
}

fn places(run: &RunData) -> Places<'_> {
    let samples = run.samples.test.samples.iter().enumerate();
    samples
        .map(|(i, sample)| (sample.file.as_str(), i))
        .collect()
}
