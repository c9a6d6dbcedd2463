//! Where another comparison asks the same of more seeds: a verdict about one training may
//! not hold for the next.

use faceoff_measure::{Comparison as Judged, Metric, Verdict};
use faceoff_spec::Comparison;

use crate::format::{count, short};
use crate::section::Section;
use crate::study::{EntryData, StudyData, label};

/// What other comparisons come to on an entry of this one.
#[derive(Debug)]
pub(crate) struct MoreSeeds<'a> {
    /// In words, a clause.
    pub(crate) words: String,
    /// Where: the other comparison.
    pub(crate) section: &'a Section,
}

/// What other `sections` come to where they compare the same as `section`, at the same epochs, with
/// more seeds of both sides.
pub(crate) fn more_seeds<'a>(
    data: &StudyData,
    section: &Section,
    sections: impl Iterator<Item = &'a Section>,
) -> Vec<MoreSeeds<'a>> {
    let entries = entries(data, section);
    let Some((reference, others)) = entries.split_first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for other in sections {
        let theirs = self::entries(data, other);
        let Some((their_reference, their_others)) = theirs.split_first() else {
            continue;
        };
        if !is_of_more_seeds(their_reference, reference) {
            continue;
        }
        for entry in their_others {
            let name = label::name(entry, &theirs);
            let mut judged = other.verdicts.judged.iter();
            let judged = judged.find(|j| j.entry == name && j.metric == Metric::LANDMARK_ERROR);
            let known = others.iter().any(|one| is_of_more_seeds(entry, one));
            if let Some(judged) = judged.filter(|_| known) {
                let words = words(judged);
                found.push(MoreSeeds {
                    words,
                    section: other,
                });
            }
        }
    }
    found
}

fn entries<'a>(data: &'a StudyData, section: &Section) -> Vec<EntryData<'a>> {
    let mut comparisons = data.study.comparisons.iter();
    let found = comparisons.find(|comparison: &&Comparison| comparison.name == section.name);
    found.map_or_else(Vec::new, |comparison| data.entries(comparison))
}

/// Whether `more` has all trainings of `few`, and others, at the same epoch.
fn is_of_more_seeds(more: &EntryData<'_>, few: &EntryData<'_>) -> bool {
    let ids = |entry: &EntryData<'_>| -> Vec<String> {
        let seeds = entry.arrived().into_iter();
        seeds.map(|seed| seed.run.record.id.clone()).collect()
    };
    let (all, some) = (ids(more), ids(few));
    more.entry.epoch == few.entry.epoch
        && !some.is_empty()
        && some.len() < all.len()
        && some.iter().all(|id| all.contains(id))
}

fn words(judged: &Judged) -> String {
    let by = || {
        let (low, high) = (judged.interval.low.abs(), judged.interval.high.abs());
        format!(
            "by {} px ({} to {})",
            short(judged.difference.abs()),
            short(low.min(high)),
            short(low.max(high))
        )
    };
    let seeds = match judged.entry_seeds == judged.reference_seeds {
        true => format!("{} each", count(judged.entry_seeds, "seed")),
        false => format!(
            "{} against {}",
            count(judged.entry_seeds, "seed"),
            judged.reference_seeds
        ),
    };
    let (entry, reference) = (&judged.entry, &judged.reference);
    match judged.verdict {
        Verdict::Better => format!("With {seeds}, {entry} is better than {reference} {}", by()),
        Verdict::Worse => format!("With {seeds}, {entry} is worse than {reference} {}", by()),
        Verdict::NoDifferenceThatMatters => {
            format!("With {seeds}, {entry} and {reference} do not differ by what matters")
        }
        Verdict::Undecided => {
            format!("With {seeds}, {entry} and {reference} cannot be told apart with certainty")
        }
    }
}
