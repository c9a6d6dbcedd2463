//! The errors of several entries on the same images, so that they can be compared one by one.

use std::collections::HashMap;

use faceoff_measure::{Metric, Outcome, Units};
use faceoff_record::{Predictions, Sample};

use crate::label;
use crate::scores::image_scores;
use crate::study_data::{EntryData, RunData};

/// Entries with answers, and their errors on the images that all were tested on.
pub(crate) struct Paired<'a> {
    /// In the order of the comparison.
    pub(crate) entries: Vec<PairedEntry<'a>>,
    /// What those images come in.
    pub(crate) units: Units,
    /// Whether some were tested on images that others were not.
    pub(crate) differ: bool,
}

/// One entry's errors: a row a seed, a number an image.
pub(crate) struct PairedEntry<'a> {
    pub(crate) name: String,
    pub(crate) entry: EntryData<'a>,
    point_error: Vec<Vec<f64>>,
    nme: Vec<Vec<f64>>,
}

impl PairedEntry<'_> {
    /// What `measure` compares, under [`Metric::NME`] or else the point error.
    pub(crate) fn outcome(&self, metric: Metric) -> Outcome<'_> {
        let rows = match metric == Metric::NME {
            true => &self.nme,
            false => &self.point_error,
        };
        Outcome {
            name: &self.name,
            seeds: rows.iter().map(Vec::as_slice).collect(),
            trainings: None,
        }
    }

    /// Whether every answer is a number; means exist only then.
    pub(crate) fn is_finite(&self) -> bool {
        self.point_error
            .iter()
            .flatten()
            .all(|error| error.is_finite())
    }
}

/// Where a run has the image of a name.
type Places<'a> = HashMap<&'a str, usize>;

/// Pairs the answers of `entries` by the names of the images.
pub(crate) fn paired<'a>(entries: &[EntryData<'a>]) -> Paired<'a> {
    let answered: Vec<_> = entries
        .iter()
        .map(|entry| (entry, entry.answers()))
        .filter(|(_, answers)| !answers.is_empty())
        .collect();
    let runs = || answered.iter().flat_map(|(_, answers)| answers);
    let places: Vec<Places<'a>> = runs().map(|(_, run)| places(run)).collect();
    let first = runs().next().map(|(_, run)| *run);
    let samples = first.into_iter().flat_map(|run| &run.samples.test.samples);
    let common: Vec<&Sample> = samples
        .filter(|sample| places.iter().all(|at| at.contains_key(&*sample.file)))
        .collect();
    let units = units(common.iter().copied());
    let differ = places.iter().any(|at| at.len() != common.len());
    let mut places = places.iter();
    let entry = |(entry, answers): &(&EntryData<'a>, Vec<(&Predictions, &RunData)>)| {
        let mut paired = PairedEntry {
            name: label::name(entry, entries),
            entry: **entry,
            point_error: Vec::new(),
            nme: Vec::new(),
        };
        for ((answers, run), at) in answers.iter().zip(&mut places) {
            let scores = image_scores(&answers.test, &run.samples);
            let pick = |all: &[f64]| common.iter().map(|s| all[at[&*s.file]]).collect();
            paired.point_error.push(pick(&scores.pixel_error));
            paired.nme.push(pick(&scores.nme));
        }
        paired
    };
    Paired {
        entries: answered.iter().map(entry).collect(),
        units,
        differ,
    }
}

/// The people on `samples`; each image for itself where there are fewer than two.
pub(crate) fn units<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> Units {
    let people: Vec<&str> = samples.into_iter().map(|s| s.person.as_str()).collect();
    match Units::people(&people) {
        people if people.count() >= 2 => people,
        one => Units::single_images(one.images()),
    }
}

fn places(run: &RunData) -> Places<'_> {
    let samples = run.samples.test.samples.iter().enumerate();
    samples
        .map(|(i, sample)| (sample.file.as_str(), i))
        .collect()
}
