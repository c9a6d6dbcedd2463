//! What the NME of a comparison's entries would be without some of the test images.

use std::collections::BTreeSet;

use faceoff_measure::{Interval, Outcome, Settings, estimate_mean, mean, median};
use serde::Serialize;

use super::tested::{Tested, differ_in_images};
use crate::format::{count, percent, thousands};
use crate::study::{RunData, people};

/// Some of the test images, and what they do to the errors of the entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Without {
    /// Their files, in alphabetical order.
    pub(crate) files: Vec<String>,
    /// How many test images there are, of all entries.
    pub(crate) of: usize,
    /// Whether not all entries were tested on the same of these.
    pub(crate) differ: bool,
    /// Each entry that was tested on some of them.
    pub(crate) entries: Vec<EntryWithout>,
}

/// Inter-ocular NME of an entry, as a fraction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct EntryWithout {
    /// What the entry is called.
    pub(crate) name: String,
    /// The mean over all its test images.
    pub(crate) nme: f64,
    /// The median over all of them.
    pub(crate) nme_median: f64,
    /// The mean over the others.
    pub(crate) nme_without: f64,
    /// Where that would lie with other people and, where there are several seeds, other trainings.
    pub(crate) interval_without: Option<Interval>,
}

/// The test images of `tested` that `which` picks; `None` where there are none.
pub(super) fn without(
    tested: &[Tested<'_>],
    which: impl Fn(&RunData) -> Vec<bool>,
) -> Option<Without> {
    let (mut files, mut all) = (BTreeSet::new(), BTreeSet::new());
    for each in tested {
        let samples = &each.entry.run.samples.test.samples;
        all.extend(samples.iter().map(|sample| &sample.file));
        let picked = samples.iter().zip(which(each.entry.run));
        let picked = picked.filter(|(_, picked)| *picked);
        files.extend(picked.map(|(sample, _)| sample.file.clone()));
    }
    let entry = |tested: &Tested<'_>| entry_without(tested, &which(tested.entry.run));
    (!files.is_empty()).then(|| Without {
        files: files.into_iter().collect(),
        of: all.len(),
        differ: differ_in_images(tested),
        entries: tested.iter().filter_map(entry).collect(),
    })
}

fn entry_without(tested: &Tested<'_>, picked: &[bool]) -> Option<EntryWithout> {
    if picked.iter().all(|picked| !picked) {
        return None;
    }
    let nme = tested.nme_by_seed();
    let left = nme
        .iter()
        .map(|seed| others(seed, picked).copied().collect());
    let left: Vec<Vec<f64>> = left.collect();
    let outcome = Outcome {
        name: &tested.name,
        seeds: left.iter().map(Vec::as_slice).collect(),
        trainings: None,
    };
    let samples = &tested.entry.run.samples.test.samples;
    let units = people(others(samples, picked));
    let estimate = estimate_mean(&outcome, &units, &Settings::default());
    let medians: Vec<f64> = nme.iter().filter_map(|seed| median(seed)).collect();
    Some(EntryWithout {
        name: tested.name.clone(),
        nme: mean(&nme.concat()),
        nme_median: mean(&medians),
        nme_without: mean(&left.concat()),
        interval_without: estimate.ok().map(|estimate| estimate.interval),
    })
}

/// Those of `items` that are not `picked`.
fn others<'a, T>(items: &'a [T], picked: &'a [bool]) -> impl Iterator<Item = &'a T> {
    let items = items.iter().zip(picked);
    items.filter(|(_, picked)| !**picked).map(|(item, _)| item)
}

/// Files named at most; the rest are counted.
const NAMED: usize = 3;

impl Without {
    /// `1 of 848 test images`, or `1 of the 1,463 images that some entry was tested on`.
    pub(super) fn counted(&self) -> String {
        let files = thousands(self.files.len());
        match self.differ {
            true => format!(
                "{files} of the {} that some entry was tested on",
                count(self.of, "image")
            ),
            false => format!("{files} of {}", count(self.of, "test image")),
        }
    }

    /// The first files by name, the others counted.
    pub(super) fn named(&self) -> String {
        let files = &self.files;
        let mut named = files[..files.len().min(NAMED)].join(", ");
        if files.len() > NAMED {
            named += &format!(" and {} more", files.len() - NAMED);
        }
        named
    }

    /// `it`, or `them`.
    pub(super) fn them(&self) -> &'static str {
        match self.files.len() {
            1 => "it",
            _ => "them",
        }
    }

    /// The NME of each entry without them: `Base 7.83 % (95 % interval 7.41 % to 8.40 %) instead of
    /// 8.29 %`.
    pub(super) fn nme(&self) -> String {
        let entries = self.entries.iter().map(|entry| {
            let [all, without] = [entry.nme, entry.nme_without].map(percent);
            let interval = entry.interval_without.map_or_else(String::new, |interval| {
                let [low, high] = [interval.low, interval.high].map(percent);
                format!(" (95 % interval {low} to {high})")
            });
            format!("{} {without}{interval} instead of {all}", entry.name)
        });
        entries.collect::<Vec<_>>().join("; ")
    }
}
