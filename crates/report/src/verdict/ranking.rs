//! All experiments of a study by their error.

use faceoff_measure::{
    Comparison as Judged, MeanEstimate, Metric, Outcome, Scope, Settings, compare_pairs,
    estimate_mean, mean,
};
use serde::Serialize;

use super::remarks::shared_runs;
use crate::format::{count, thousands};
use crate::scores::{Paired, PairedEntry, image_scores, paired};
use crate::study::{EntryData, StudyData, overview};

/// The experiments of a study in order: by their validation images where all have the same, and
/// otherwise by their test images, with which nothing can be called the best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Ranking {
    /// What all were tested on.
    pub(crate) tested: String,
    /// Whether their order is that of their errors on validation images.
    pub(crate) by_validation: bool,
    /// The smallest error first.
    pub(crate) ranked: Vec<Ranked>,
    /// What else is to be known, in a few sentences; may be empty.
    pub(crate) note: String,
}

/// An experiment's place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Ranked {
    /// What it is called.
    pub(crate) name: String,
    /// Epochs of training behind it.
    pub(crate) epochs: usize,
    /// How many trainings its error is the mean of.
    pub(crate) seeds: usize,
    /// Inter-ocular NME, as a fraction.
    pub(crate) nme: MeanEstimate,
    /// Inter-ocular NME on the validation images, as a fraction, where the order is by that.
    pub(crate) validation_nme: Option<f64>,
    /// Held against the first, corrected for all pairs of those ranked ([`compare_pairs`]); nothing
    /// for the first itself.
    pub(crate) against_first: Option<Judged>,
}

/// Ranks the experiments of a study by NME, where they stand in the overview:
/// those that were tested on the same images among each other, the most experiments first. An
/// experiment that was tested on images of its own has none to be ranked with.
pub(crate) fn rankings(data: &StudyData) -> Vec<Ranking> {
    let overview = overview(data);
    let mut sets: Vec<(Vec<&str>, Vec<EntryData<'_>>)> = Vec::new();
    for entry in data.entries(&overview) {
        let samples = entry.run.samples.test.samples.iter();
        let mut files: Vec<&str> = samples.map(|sample| sample.file.as_str()).collect();
        files.sort_unstable();
        match sets.iter_mut().find(|(others, _)| *others == files) {
            Some((_, entries)) => entries.push(entry),
            None => sets.push((files, vec![entry])),
        }
    }
    sets.sort_by_key(|(_, entries)| std::cmp::Reverse(entries.len()));
    let rankings = sets.iter().filter_map(|(_, entries)| ranking(entries));
    rankings.collect()
}

/// Ranks entries that were tested on the same images; `None` where fewer than two have predictions.
fn ranking(entries: &[EntryData<'_>]) -> Option<Ranking> {
    let paired = paired(entries);
    let settings = Settings::default();
    let estimate = |entry: &PairedEntry<'_>| {
        estimate_mean(&entry.outcome(Metric::NME), &paired.units, &settings).ok()
    };
    let estimates: Option<Vec<MeanEstimate>> = paired.entries.iter().map(estimate).collect();
    let validated = validated(&paired);
    let by_validation = validated.is_some();
    let validated = validated.unwrap_or_else(|| vec![None; paired.entries.len()]);
    let entries = paired.entries.iter().zip(estimates?);
    let mut order: Vec<_> = entries.zip(validated).collect();
    order.sort_by(|((_, a), chosen_a), ((_, b), chosen_b)| {
        let (a, b) = (chosen_a.unwrap_or(a.mean), chosen_b.unwrap_or(b.mean));
        a.total_cmp(&b)
    });
    let outcomes: Vec<Outcome<'_>> = order
        .iter()
        .map(|((entry, _), _)| entry.outcome(Metric::NME))
        .collect();
    // The first of the pairs are those with the first, in order.
    let judged = compare_pairs(&outcomes, &paired.units, Metric::NME, &settings).ok()?;
    let mut judged = std::iter::once(None).chain(judged.into_iter().map(Some));
    let ranked = order.iter().map(|((entry, nme), validation_nme)| Ranked {
        name: entry.name.clone(),
        epochs: entry.entry.entry.epoch,
        seeds: entry.runs().count(),
        nme: *nme,
        validation_nme: *validation_nme,
        against_first: judged.next().flatten(),
    });
    let ranked: Vec<Ranked> = ranked.collect();
    (ranked.len() > 1).then(|| Ranking {
        tested: tested(&paired),
        note: note(&ranked, &paired),
        by_validation,
        ranked,
    })
}

/// The errors of the entries on their validation images; `None` where some have none, or not the
/// same ones.
fn validated(paired: &Paired<'_>) -> Option<Vec<Option<f64>>> {
    let mut entries = paired.entries.iter();
    let first = entries.next()?.validation_files();
    if first.is_empty() || entries.any(|entry| entry.validation_files() != first) {
        return None;
    }
    let errors = paired.entries.iter().map(|entry| entry.validation_nme());
    errors.map(|error| error.map(Some)).collect()
}

fn note(ranked: &[Ranked], paired: &Paired<'_>) -> String {
    let mut notes = Vec::new();
    let others = match paired.units.are_people() {
        true => "people",
        false => "images",
    };
    let one_seed = |each: &&Ranked| each.nme.scope == Scope::TheseNetworks;
    match ranked.iter().filter(one_seed).count() {
        0 => notes.push(format!("Intervals are about other {others} and training again.")),
        all if all == ranked.len() => notes.push(format!(
            "One seed each: intervals are about these networks on other {others}, not about training \
             again."
        )),
        _ => notes.push(format!(
            "Intervals of one seed are about this network on other {others}; with several they are \
             about training again too."
        )),
    }
    if let Some(epoch) = holds_after(paired) {
        notes.push(format!(
            "Among those compared after the fewest epochs, the order is the same after {} already.",
            count(epoch, "epoch")
        ));
    }
    let all = &paired.entries;
    let pairs = all
        .iter()
        .enumerate()
        .flat_map(|(i, a)| all[i + 1..].iter().map(move |b| (a, b)));
    notes.extend(shared_runs(pairs));
    if !paired.left_out.is_empty() {
        notes.push(format!("Not ranked: {}.", paired.left_out.join("; ")));
    }
    notes.join(" ")
}

/// `770 images of 347 people, all of them also in training`.
fn tested(paired: &Paired<'_>) -> String {
    let units = &paired.units;
    let images = count(units.images(), "image");
    if !units.are_people() {
        return format!("{images}, each standing for itself");
    }
    let people = thousands(units.count());
    let known = paired
        .entries
        .first()
        .map(|each| &each.entry.run.record.data);
    let known = known.map_or("", |data| match data.shared_people {
        0 => ", none of them in training",
        shared if shared == data.test_people => ", all of them also in training",
        _ => ", some of them also in training",
    });
    format!("{images} of {people} people{known}")
}

/// After how many epochs the order of the experiments that are compared after the fewest is what
/// it is in the end, by the networks that all of them kept; `None` where only the last was.
fn holds_after(paired: &Paired<'_>) -> Option<usize> {
    let entries = || paired.entries.iter().map(|each| &each.entry);
    let end = entries().map(|entry| entry.entry.epoch).min()?;
    let shortest: Vec<_> = entries().filter(|e| e.entry.epoch == end).collect();
    let kept_by_all = |epoch: &usize| {
        let seeds = shortest.iter().flat_map(|entry| entry.arrived());
        seeds
            .into_iter()
            .all(|seed| seed.run.predictions.contains_key(epoch))
    };
    let first = shortest.first().filter(|_| shortest.len() > 1)?;
    let kept: Vec<usize> = first.run.predictions.keys().copied().collect();
    let kept = kept.into_iter().filter(|epoch| *epoch <= end);
    let kept: Vec<usize> = kept.filter(kept_by_all).collect();
    let last = order(&shortest, *kept.last()?);
    let same = kept
        .iter()
        .rev()
        .take_while(|epoch| order(&shortest, **epoch) == last);
    same.last()
        .copied()
        .filter(|epoch| Some(epoch) != kept.last())
}

/// Places in `entries` by NME after `epoch` epochs, the best first.
fn order(entries: &[&EntryData<'_>], epoch: usize) -> Vec<usize> {
    let nme = |entry: &EntryData<'_>| {
        let seeds = entry.arrived().into_iter();
        let seeds = seeds.map(|seed| {
            let predictions = &seed.run.predictions[&epoch].test;
            mean(&image_scores(predictions, seed.run).nme)
        });
        mean(&seeds.collect::<Vec<_>>())
    };
    let errors: Vec<f64> = entries.iter().map(|entry| nme(entry)).collect();
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|a, b| errors[*a].total_cmp(&errors[*b]));
    order
}
