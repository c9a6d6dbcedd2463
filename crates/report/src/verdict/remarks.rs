//! What is to be known beside a verdict: how alike the conditions were.

use faceoff_record::Status;

use crate::format::{count, thousands};
use crate::scores::{Paired, PairedEntry};

/// What verdicts rest on where entries were tested on different images: those in common, and whom
/// of these each was trained on.
pub(super) fn few_in_common(
    reference: &PairedEntry<'_>,
    others: &[PairedEntry<'_>],
    paired: &Paired<'_>,
) -> Option<String> {
    if !paired.differ {
        return None;
    }
    let entries = || std::iter::once(reference).chain(others);
    let tests = entries().map(|each| {
        let images = each.entry.run.samples.test.samples.len();
        format!("{} {}", each.name, thousands(images))
    });
    let tests: Vec<_> = tests.collect();
    let mut words = format!(
        "They have only {} of their tests in common ({}), and are judged by these.",
        count(paired.units.images(), "image"),
        tests.join(", ")
    );
    let knows = |each: &&PairedEntry<'_>| each.entry.run.record.data.shared_people > 0;
    let (knowing, strange): (Vec<_>, Vec<_>) = entries().partition(knows);
    if !knowing.is_empty() && !strange.is_empty() {
        let names = |some: &[&PairedEntry<'_>]| {
            let names: Vec<_> = some.iter().map(|each| each.name.clone()).collect();
            names.join(" and ")
        };
        words.push_str(&format!(
            " {} was trained on people of its test, {} was not.",
            names(&knowing),
            names(&strange)
        ));
    }
    Some(words)
}

/// How long each was trained, where different experiments are compared after different numbers of
/// epochs.
pub(super) fn unequal_training(
    reference: &PairedEntry<'_>,
    others: &[PairedEntry<'_>],
) -> Option<String> {
    let unequal = |other: &PairedEntry<'_>| {
        let (a, b) = (reference.entry, other.entry);
        a.experiment.name != b.experiment.name && a.entry.epoch != b.entry.epoch
    };
    if !others.iter().any(unequal) {
        return None;
    }
    let entries = std::iter::once(reference).chain(others);
    let trained = entries.map(|each| {
        let epochs = count(each.entry.entry.epoch, "epoch");
        format!("{} {epochs}", each.name)
    });
    let trained: Vec<_> = trained.collect();
    Some(format!(
        "They were not trained equally long ({}): part of a difference may come of that.",
        trained.join(", ")
    ))
}

/// Which of `pairs` are of some of the same trainings, but not of all: too few to be compared one by
/// one, and too many to be independent.
pub(super) fn shared_runs<'a, 'b: 'a>(
    pairs: impl Iterator<Item = (&'a PairedEntry<'b>, &'a PairedEntry<'b>)>,
) -> Option<String> {
    let shared = pairs.filter_map(|(a, b)| {
        let (own, other) = (a.runs().count(), b.runs().count());
        match a.shared_runs(b) {
            0 => None,
            all if all == own && all == other => None,
            some => Some(format!(
                "{} and {} share {}",
                a.name,
                b.name,
                count(some, "run")
            )),
        }
    });
    let shared: Vec<_> = shared.collect();
    (!shared.is_empty()).then(|| {
        format!(
            "{}, but are compared as if all runs were different.",
            shared.join("; ")
        )
    })
}

/// Whose means are without seeds that diverged.
pub(super) fn only_those_that_went_well(entries: &[PairedEntry<'_>]) -> Option<String> {
    let lost = |each: &&PairedEntry<'_>| {
        let seeds = each.entry.seeds();
        let diverged = |status| matches!(status, Status::Diverged { .. });
        let mut seeds = seeds.iter().filter(|seed| !seed.has_arrived());
        seeds.any(|seed| diverged(seed.run.record.status))
    };
    let names: Vec<_> = entries
        .iter()
        .filter(lost)
        .map(|each| &*each.name)
        .collect();
    (!names.is_empty()).then(|| {
        format!(
            "Seeds of {} diverged: its numbers are of those that went well, and flatter it.",
            names.join("; ")
        )
    })
}
