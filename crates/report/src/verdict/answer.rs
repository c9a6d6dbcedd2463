//! What a comparison comes to, with everything that is to be known beside it.

use faceoff_measure::{CompareError, Gap, GapVerdict};
use faceoff_spec::Comparison;

use super::judge::judge;
use super::remarks::only_those_that_went_well;
use super::seeds;
use super::verdicts::Verdicts;
use crate::diagnosis::{gap, leak};
use crate::format::{count, uncapital};
use crate::scores::{Paired, eyes_together, paired};
use crate::study::{EntryData, StudyData, label};

/// Judges the entries of `comparison` that have predictions against the first of them, image by
/// image, by all seeds that the study has of their settings.
pub(crate) fn verdicts(data: &StudyData, comparison: &Comparison) -> Verdicts {
    let entries = data.entries(comparison);
    let paired = paired(&entries);
    let mut verdicts = judge(&paired, comparison).unwrap_or_else(|error| Verdicts {
        short: "No verdict is possible".to_owned(),
        sentence: format!("No verdict is possible: {}.", why_not(&error, &paired)),
        ..Verdicts::default()
    });
    verdicts.asks_in_vain = seeds::asks_in_vain(&entries, &verdicts);
    if verdicts.asks_in_vain {
        verdicts.short = format!("Not known: one seed each. With these: {}", verdicts.short);
        let sentence = &verdicts.sentence;
        verdicts.sentence =
            format!("Not known: there is one seed each, and no other to ask. {sentence}");
    }
    if !paired.left_out.is_empty() {
        let words = format!(". Not judged: {}", paired.left_out.join("; "));
        verdicts.short.push_str(&words);
        verdicts.sentence.push_str(&words[1..]);
        verdicts.sentence.push('.');
    }
    let fewer = seeds::fewer(&entries, &paired, comparison);
    let other_epochs = seeds::at_other_epochs(data, comparison, &verdicts);
    verdicts.fewer_seeds = fewer.into_iter().chain(other_epochs).collect();
    verdicts
        .remarks
        .extend(only_those_that_went_well(&paired.entries));
    let eyes = eyes_together(data, comparison);
    verdicts.remarks.extend(eyes.map(|eyes| eyes.words()));
    if comparison.difference_chart.is_some() {
        let gaps = gaps(&entries);
        if let Some(first) = gaps.first() {
            let statement = first.split(" (").next().unwrap_or(first);
            verdicts.short = format!("{statement}. {}", verdicts.short);
        }
        let sentences = gaps.into_iter().map(|gap| gap + ".");
        verdicts.remarks.extend(sentences);
    }
    verdicts
}

/// The remarks about test and train losses where the comparison draws their difference, as
/// clauses: that of every entry with a gap, and what a single entry has in its place.
fn gaps(entries: &[EntryData<'_>]) -> Vec<String> {
    let words = |entry: &EntryData<'_>| {
        let seeds = entry.seeds();
        let gaps: Vec<Gap> = seeds.iter().filter_map(gap).collect();
        let open = |gap: &&Gap| matches!(gap.verdict, GapVerdict::GapOpens | GapVerdict::Overfits);
        let unclear = |gap: &&Gap| gap.verdict == GapVerdict::Unclear;
        let found = gaps.iter().filter(open).count();
        let shown = gaps.iter().find(open);
        let shown = shown.or(gaps.iter().find(unclear)).or(gaps.first())?;
        match (found, seeds.len()) {
            (0, _) if entries.len() > 1 => None,
            (some, all) if some > 0 && some < all => Some(format!(
                "{}, in {some} of {all} seeds: {}",
                label::name(entry, entries),
                uncapital(&shown.statement())
            )),
            _ if entries.len() > 1 => Some(format!(
                "{}: {}",
                label::name(entry, entries),
                uncapital(&shown.statement())
            )),
            // A test on the people it was trained on cannot clear it of overfitting.
            _ if shown.verdict == GapVerdict::NoGap && !leak(&entry.run.record.data).is_total() => {
                Some(format!("No overfitting: {}", uncapital(&shown.statement())))
            }
            _ => Some(shown.statement()),
        }
    };
    entries.iter().filter_map(words).collect()
}

/// Why there is no verdict, as a clause.
fn why_not(error: &CompareError, paired: &Paired<'_>) -> String {
    match error {
        CompareError::TooFewUnits(0) => "there is no image that all were tested on".to_owned(),
        CompareError::TooFewUnits(_) if !paired.units.are_people() => {
            "there is no more than one image that all were tested on".to_owned()
        }
        CompareError::TooFewUnits(_) => format!(
            "the {} that count are of one person, and as such images resemble each other, they do \
             not tell how it would be with other people",
            count(paired.units.images(), "test image")
        ),
        other => other.to_string(),
    }
}
