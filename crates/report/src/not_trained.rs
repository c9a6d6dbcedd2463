//! Comparisons that have nothing to show: what they compare is not trained yet.

use faceoff_record::Status;
use faceoff_spec::Comparison;

use crate::format::count;
use crate::study::{EntryData, StudyData};

/// A comparison of which too little is trained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotTrained {
    /// The comparison's heading.
    pub(crate) title: String,
    /// The experiments that it waits for, by their titles.
    pub(crate) waits_for: Vec<String>,
}

/// What `comparison` waits for, where fewer than two of its entries, or its only one, are trained:
/// a single entry of several is no answer to what it asks. `None` where it has something to show.
pub(crate) fn not_trained(data: &StudyData, comparison: &Comparison) -> Option<NotTrained> {
    let entries = data.entries(comparison);
    let shown = entries.iter().filter(|entry| has_something_to_show(entry));
    let shown: Vec<&str> = shown.map(|entry| entry.entry.key.as_str()).collect();
    if shown.len() >= comparison.entries.len().min(2) {
        return None;
    }
    let others = comparison.entries.iter();
    let others = others.filter(|entry| !shown.contains(&entry.key.as_str()));
    let mut waits_for: Vec<String> = Vec::new();
    for entry in others {
        let experiment = data.experiment(&entry.experiment);
        let title = experiment.map_or(&entry.experiment, |experiment| &experiment.title);
        let name = match data.run_of(&entry.experiment) {
            Some(_) => format!("{title} after {}", count(entry.epoch, "epoch")),
            None => title.clone(),
        };
        if !waits_for.contains(&name) {
            waits_for.push(name);
        }
    }
    Some(NotTrained {
        title: comparison.title.clone(),
        waits_for,
    })
}

/// Whether one of its trainings got to the epochs asked for, diverged before, or was stopped on the
/// way; one that was never meant to get there has nothing to say of them.
fn has_something_to_show(entry: &EntryData<'_>) -> bool {
    entry.seeds().iter().any(|seed| {
        let trained = seed.run.metrics.len() >= entry.entry.epoch;
        trained || seed.has_arrived() || seed.run.record.status != Status::Finished
    })
}

impl NotTrained {
    /// All of `several` in one sentence.
    pub(crate) fn words(several: &[Self]) -> Option<String> {
        let each = several.iter().map(|each| {
            let names = each.waits_for.join(" and ");
            format!("{} ({names})", each.title)
        });
        let each: Vec<String> = each.collect();
        (!each.is_empty()).then(|| format!("Not trained yet: {}.", each.join("; ")))
    }
}
