//! Test images whose crop does not show the face: no network can find it there, and a few of them
//! make a mean error large.

use std::collections::BTreeSet;

use faceoff_measure::{Interval, Outcome, Settings, estimate_mean, mean};
use faceoff_record::SampleSet;
use faceoff_spec::Comparison;
use serde::Serialize;

use super::tested::{Tested, tested};
use crate::format::{count, percent, thousands};
use crate::study::{CROP, StudyData, crop_pixels, people};

/// Test images whose crop misses the face, and what they do to the errors of the entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct MissedFaces {
    /// Their files, in alphabetical order.
    pub(crate) files: Vec<String>,
    /// How many test images there are, of all entries.
    pub(crate) of: usize,
    /// Each entry that was tested on some of them.
    pub(crate) entries: Vec<WithoutMissed>,
}

/// Mean inter-ocular NME of an entry, as a fraction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct WithoutMissed {
    /// What the entry is called.
    pub(crate) name: String,
    /// Over all test images.
    pub(crate) nme: f64,
    /// Over those whose crop shows the face.
    pub(crate) nme_without: f64,
    /// Where that would lie with other people and, where there are several seeds, other trainings.
    pub(crate) interval_without: Option<Interval>,
}

/// The test images of `comparison` whose crop misses the face: more than half of the
/// landmarks of the ground truth lie outside. `None` where there are none.
pub(crate) fn missed_faces(data: &StudyData, comparison: &Comparison) -> Option<MissedFaces> {
    let tested = tested(data, comparison);
    let (mut files, mut all) = (BTreeSet::new(), BTreeSet::new());
    for each in &tested {
        let set = &each.entry.run.samples.test;
        all.extend(set.samples.iter().map(|sample| &sample.file));
        let missed = set.samples.iter().zip(missed(set));
        let missed = missed.filter(|(_, missed)| *missed);
        files.extend(missed.map(|(sample, _)| sample.file.clone()));
    }
    (!files.is_empty()).then(|| MissedFaces {
        files: files.into_iter().collect(),
        of: all.len(),
        entries: tested.iter().filter_map(without_missed).collect(),
    })
}

fn without_missed(tested: &Tested<'_>) -> Option<WithoutMissed> {
    let set = &tested.entry.run.samples.test;
    let shown: Vec<bool> = missed(set).map(|missed| !missed).collect();
    if shown.iter().all(|shown| *shown) {
        return None;
    }
    let nme = tested.nme_by_seed();
    let without = nme.iter().map(|seed| only(seed, &shown).copied().collect());
    let without: Vec<Vec<f64>> = without.collect();
    let outcome = Outcome {
        name: &tested.name,
        seeds: without.iter().map(Vec::as_slice).collect(),
        trainings: None,
    };
    let units = people(only(&set.samples, &shown));
    let estimate = estimate_mean(&outcome, &units, &Settings::default());
    Some(WithoutMissed {
        name: tested.name.clone(),
        nme: mean(&nme.concat()),
        nme_without: mean(&without.concat()),
        interval_without: estimate.ok().map(|estimate| estimate.interval),
    })
}

/// Those of `items` that are `shown`.
fn only<'a, T>(items: &'a [T], shown: &'a [bool]) -> impl Iterator<Item = &'a T> {
    let items = items.iter().zip(shown);
    items.filter(|(_, shown)| **shown).map(|(item, _)| item)
}

/// Of each image of `set` whether its crop misses the face.
pub(crate) fn missed(set: &SampleSet) -> impl Iterator<Item = bool> + '_ {
    set.truth.rows().map(|truth| {
        let truth = crop_pixels(truth);
        let points = truth.as_chunks::<2>().0;
        let inside = |point: &&[f32; 2]| {
            let mut along = point.iter();
            along.all(|at| (0.0..=CROP).contains(&f64::from(*at)))
        };
        2 * points.iter().filter(inside).count() < points.len()
    })
}

/// Files named at most; the rest are counted.
const NAMED: usize = 3;

impl MissedFaces {
    /// `The crop of 1 of 848 test images misses the face …`
    pub(crate) fn words(&self) -> String {
        let files = &self.files;
        let mut named = files[..files.len().min(NAMED)].join(", ");
        if files.len() > NAMED {
            named += &format!(" and {} more", files.len() - NAMED);
        }
        let (miss, counts, them) = match files.len() {
            1 => ("misses the face", "it counts", "it"),
            _ => ("miss the face", "they count", "them"),
        };
        let entries = self.entries.iter().map(|entry| {
            let [all, without] = [entry.nme, entry.nme_without].map(percent);
            let interval = entry.interval_without.map_or_else(String::new, |interval| {
                let [low, high] = [interval.low, interval.high].map(percent);
                format!(" (95 % interval {low} to {high})")
            });
            format!("{} {without}{interval} instead of {all}", entry.name)
        });
        let entries: Vec<String> = entries.collect();
        format!(
            "The crop of {} of {} {miss}: more than half of the landmarks lie beside it ({named}). \
         No network can see them, but {counts} in every number. NME without {them}: {}.",
            thousands(files.len()),
            count(self.of, "test image"),
            entries.join("; ")
        )
    }
}
