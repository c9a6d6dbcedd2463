//! Comparisons that no file describes.

use faceoff_config::Catalog;
use faceoff_spec::{Comparison, Experiment};

use crate::changes::train_the_same;

/// A comparison of experiments, each after so many epochs if that is said, with everything that
/// can be drawn: losses, their difference and a contact sheet. An experiment that is given twice
/// at one epoch counts once.
///
/// Where nothing is said, all are compared after as many epochs as the shortest of them trains
/// for, so that none has an advantage; experiments that differ in nothing but their epochs, each
/// at its end.
pub fn ad_hoc_comparison(experiments: &[(&Experiment, Option<usize>)]) -> Comparison {
    let each = || experiments.iter().map(|(experiment, _)| *experiment);
    let shortest = each().map(|e| e.train.epochs).min().unwrap_or_default();
    let only_longer = experiments
        .windows(2)
        .all(|pair| train_the_same(pair[0].0, pair[1].0));
    let mut all: Vec<(&Experiment, usize)> = Vec::new();
    for (experiment, epoch) in experiments {
        let usual = match only_longer {
            true => experiment.train.epochs,
            false => shortest,
        };
        let at = epoch.unwrap_or(usual);
        let known =
            |(other, epoch): &(&Experiment, usize)| other.name == experiment.name && *epoch == at;
        if !all.iter().any(known) {
            all.push((experiment, at));
        }
    }
    let titles = all.iter().map(|(e, _)| e.title_among(each()));
    let mut titles: Vec<String> = titles.collect();
    titles.dedup();
    let title = match titles.as_slice() {
        [only] if all.len() > 1 => format!("{only} after different numbers of epochs"),
        several => several.join(" and "),
    };
    let entries: Vec<_> = all.iter().map(|(e, at)| (e.name.as_str(), *at)).collect();
    Comparison::ad_hoc(&title, &entries)
}

/// A comparison for every experiment that no file compares, beside the one it extends: so adding
/// an experiment is adding one file.
pub fn parent_comparisons(catalog: &Catalog) -> Vec<Comparison> {
    let compared = |experiment: &&Experiment| {
        let entries = catalog.comparisons.iter().flat_map(|c| &c.entries);
        entries
            .into_iter()
            .any(|entry| entry.experiment == experiment.name)
    };
    let mut found: Vec<Comparison> = Vec::new();
    for experiment in catalog.experiments.iter().filter(|e| !compared(e)) {
        let named = |name: &String| catalog.experiments.iter().find(|e| e.name == *name);
        let parent = experiment.extends.as_ref().and_then(named);
        let both = parent.into_iter().chain([experiment]);
        let both: Vec<_> = both.map(|each| (each, None)).collect();
        let mut comparison = ad_hoc_comparison(&both);
        if let Some(parent) = parent {
            let both = [experiment, parent];
            let [title, beside] = both.map(|each| each.title_among(both));
            comparison.title = format!("{title} beside {beside}");
        }
        comparison.question.clone_from(&experiment.description);
        let taken = |name: &str| {
            let all = catalog.comparisons.iter().chain(&found);
            all.into_iter().any(|other| other.name == name)
        };
        while taken(&comparison.name) {
            comparison.name.push_str("-again");
        }
        found.push(comparison);
    }
    found
}
