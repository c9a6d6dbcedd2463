//! What each entry of a comparison comes to against the first, for whoever decides by it.

use faceoff_measure::{Comparison as Judged, Metric, Verdict};
use faceoff_spec::Comparison;

use super::answer::verdicts;
use crate::study::{EntryData, StudyData, label};

/// What an entry comes to against the first of its comparison, by landmark error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As the interval of the difference says.
    Judged(Verdict),
    /// It has a run in common with the first after as many epochs, from which it cannot differ.
    SameRuns,
    /// There is nothing to judge: it, or the first, diverged or kept no network there.
    NotJudged,
}

/// The entries of `comparison` after the first, each with what it is called.
pub fn standings(data: &StudyData, comparison: &Comparison) -> Vec<(String, Standing)> {
    let entries = data.entries(comparison);
    let verdicts = verdicts(data, comparison);
    let Some((first, others)) = entries.split_first() else {
        return Vec::new();
    };
    let reference = label::name(first, &entries);
    let others = others.iter().map(|entry| {
        let name = label::name(entry, &entries);
        let about = |judged: &&Judged| {
            let by_error = judged.metric == Metric::LANDMARK_ERROR;
            by_error && judged.entry == name && judged.reference == reference
        };
        let standing = match verdicts.judged.iter().find(about) {
            Some(judged) => Standing::Judged(judged.verdict),
            None if same_runs(first, entry) => Standing::SameRuns,
            None => Standing::NotJudged,
        };
        (name, standing)
    });
    others.collect()
}

fn same_runs(first: &EntryData<'_>, entry: &EntryData<'_>) -> bool {
    let [own, others] = [entry, first].map(|entry| entry.arrived());
    let id = |seed: &EntryData<'_>| seed.run.record.id.clone();
    let others: Vec<String> = others.iter().map(id).collect();
    first.entry.epoch == entry.entry.epoch && own.iter().any(|seed| others.contains(&id(seed)))
}
