//! All experiments of a study beside each other.

use std::cmp::Ordering;

use faceoff_plan::StudyExperiment;
use faceoff_spec::{Color, Comparison, ComparisonEntry};

use super::data::StudyData;

/// Every experiment with a record, after as many epochs as the shortest of them trains for, so
/// that none has an advantage, where it kept its network then; then those that train longer, at
/// their end. At one epoch, experiments of the same settings are one, of all their trainings: the one
/// that asks for most of them stays, else the one that the others extend, else the first.
pub(crate) fn overview(data: &StudyData) -> Comparison {
    let begun = data.study.experiments.iter();
    let begun = begun.filter(|each| data.run_of(&each.experiment.name).is_some());
    let begun: Vec<&StudyExperiment> = begun.collect();
    let epochs = |each: &&StudyExperiment| each.experiment.train.epochs;
    let shortest = begun.iter().map(epochs).min().unwrap_or_default();
    let entry = |name: &str, epoch: usize| ComparisonEntry {
        key: format!("{name}@{epoch}"),
        experiment: name.to_owned(),
        epoch,
        label: None,
        color: Color::PALETTE[0],
        in_charts: false,
    };
    // Who trains longer may have kept no network on the way.
    let kept = |each: &&StudyExperiment| {
        let run = data.run_of(&each.experiment.name);
        epochs(each) == shortest || run.is_some_and(|run| run.predictions.contains_key(&shortest))
    };
    let at_shortest = begun
        .iter()
        .copied()
        .filter(kept)
        .map(|each| (each, shortest));
    let longer = begun.iter().copied().filter(|each| epochs(each) > shortest);
    let all: Vec<_> = at_shortest
        .chain(longer.map(|each| (each, each.experiment.train.epochs)))
        .collect();
    let settings = |each: &StudyExperiment| {
        let run = data.run_of(&each.experiment.name);
        run.map(|run| run.settings.as_str())
    };
    let extends = |each: &StudyExperiment, other: &StudyExperiment| {
        each.experiment.extends.as_ref() == Some(&other.experiment.name)
    };
    let counted_elsewhere = |place: usize| {
        let (each, epoch) = all[place];
        all.iter().enumerate().any(|(i, (other, at))| {
            let more = match other.runs.len().cmp(&each.runs.len()) {
                Ordering::Greater => true,
                // What an experiment repeats says better what was trained than the repetition.
                Ordering::Equal if extends(each, other) => true,
                Ordering::Equal => i < place && !extends(other, each),
                Ordering::Less => false,
            };
            let same = is_among(&each.runs, &other.runs) || settings(each) == settings(other);
            i != place && *at == epoch && same && more
        })
    };
    let entries = (0..all.len())
        .filter(|place| !counted_elsewhere(*place))
        .map(|place| entry(&all[place].0.experiment.name, all[place].1))
        .collect();
    Comparison {
        // In results.csv: no comparison's file can be called so.
        name: "(overview)".to_owned(),
        title: "All experiments".to_owned(),
        question: String::new(),
        order: 0,
        smallest_difference: None,
        entries,
        loss_chart: None,
        difference_chart: None,
        error_chart: None,
        landmark_chart: None,
        health_charts: None,
        overlays: Vec::new(),
    }
}

fn is_among(some: &[String], all: &[String]) -> bool {
    some.iter().all(|run| all.contains(run))
}
