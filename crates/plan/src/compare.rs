//! Comparisons that no file describes.

use faceoff_config::{
    Axis, Catalog, Color, Comparison, ComparisonEntry, DifferenceChart, Experiment, ImageSet,
    LossChart, Overlay, Which,
};

/// Where on the page comparisons stand that no file places.
const AT_THE_END: i64 = 1000;
/// Faces on a contact sheet that no file describes.
const IMAGES: usize = 5;

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
    let entry = |(i, (experiment, epoch)): (usize, &(&Experiment, usize))| {
        let mut same = all
            .iter()
            .filter(|(other, _)| other.name == experiment.name);
        ComparisonEntry {
            key: match same.clone().count() {
                1 => experiment.name.clone(),
                _ => format!("{}@{epoch}", experiment.name),
            },
            experiment: experiment.name.clone(),
            epoch: *epoch,
            label: None,
            color: Color::PALETTE[i % Color::PALETTE.len()],
            // The longest curve of an experiment holds the others.
            in_charts: same.all(|(_, other)| other <= epoch),
        }
    };
    let entries: Vec<_> = all.iter().enumerate().map(entry).collect();
    let names: Vec<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
    let mut titles: Vec<_> = all.iter().map(|(e, _)| e.title.as_str()).collect();
    titles.dedup();
    let title = match titles.as_slice() {
        [only] if all.len() > 1 => format!("{only} after different numbers of epochs"),
        several => several.join(" and "),
    };
    Comparison {
        name: names.join("-and-"),
        question: String::new(),
        order: AT_THE_END,
        smallest_difference: None,
        loss_chart: Some(LossChart {
            title: "Train and test loss over epochs".to_owned(),
            axis: Axis::Mean,
            curves: Which::Both,
            first_train_epoch: 0,
            first_test_epoch: 0,
            lines: false,
        }),
        difference_chart: Some(DifferenceChart {
            title: "Test - train losses over epochs".to_owned(),
            axis: Axis::Mean,
            first_epoch: 0,
            lines: false,
        }),
        error_chart: None,
        point_chart: None,
        health_charts: None,
        overlays: vec![Overlay {
            title: title.clone(),
            entries: entries.iter().map(|entry| entry.key.clone()).collect(),
            set: ImageSet::Test,
            images: IMAGES,
            skip: 0,
            files: Vec::new(),
            truth: TRUTH,
        }],
        title,
        entries,
    }
}

const TRUTH: Color = Color::rgb(0, 200, 0);

fn train_the_same(a: &Experiment, b: &Experiment) -> bool {
    let mut longer = b.train.clone();
    longer.epochs = a.train.epochs;
    longer.snapshots.clone_from(&a.train.snapshots);
    a.data == b.data && a.model == b.model && a.train == longer
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
            comparison.title = format!("{} beside {}", experiment.title, parent.title);
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
