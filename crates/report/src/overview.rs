//! All experiments of a study beside each other.

use faceoff_config::{Color, Comparison, ComparisonEntry, Experiment};
use faceoff_record::StudyExperiment;

use crate::study_data::StudyData;

/// Every experiment with a record, after as many epochs as the shortest of them trains for, so
/// that none has an advantage, where it kept its network then; then those that train longer, at
/// their end. Experiments that come to the same runs are one, the first.
pub fn overview(data: &StudyData) -> Comparison {
    let all = &data.study.experiments;
    let first = |(i, each): &(usize, &StudyExperiment)| {
        !all[..*i].iter().any(|earlier| earlier.runs == each.runs)
    };
    let begun: Vec<_> = all
        .iter()
        .enumerate()
        .filter(first)
        .map(|(_, each)| &each.experiment)
        .filter(|each| data.run_of(&each.name).is_some())
        .collect();
    let shortest = begun
        .iter()
        .map(|each| each.train.epochs)
        .min()
        .unwrap_or_default();
    let entry = |name: &str, epoch: usize| ComparisonEntry {
        key: format!("{name}@{epoch}"),
        experiment: name.to_owned(),
        epoch,
        label: None,
        color: Color::PALETTE[0],
        in_charts: false,
    };
    // Who trains longer may have kept no network on the way.
    let kept = |each: &&&Experiment| {
        let run = data.run_of(&each.name);
        each.train.epochs == shortest
            || run.is_some_and(|run| run.predictions.contains_key(&shortest))
    };
    let mut entries: Vec<_> = begun
        .iter()
        .filter(kept)
        .map(|each| entry(&each.name, shortest))
        .collect();
    let longer = begun.iter().filter(|each| each.train.epochs > shortest);
    entries.extend(longer.map(|each| entry(&each.name, each.train.epochs)));
    Comparison {
        name: "overview".to_owned(),
        title: "All experiments".to_owned(),
        question: String::new(),
        order: 0,
        smallest_difference: None,
        entries,
        loss_chart: None,
        difference_chart: None,
        error_chart: None,
        point_chart: None,
        health_charts: None,
        overlays: Vec::new(),
    }
}
