//! What is found in the records of the study on real faces: its failures are known.

use std::path::Path;

use faceoff_config::{Color, ComparisonEntry};
use faceoff_measure::{median, trend};
use faceoff_record::Store;
use faceoff_report::{Finding, FindingKind, StudyData, findings};

fn recorded() -> StudyData {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../results");
    let store = Store::new(&folder);
    let study = store.study("youtube-faces-keypoints-gray-small").unwrap();
    StudyData::read(&store, study).unwrap()
}

/// What is found about an experiment over its first `epoch` epochs.
fn found(data: &StudyData, experiment: &str, epoch: usize) -> Vec<Finding> {
    let mut comparison = data.study.comparisons[0].clone();
    comparison.entries = vec![ComparisonEntry {
        key: experiment.to_owned(),
        experiment: experiment.to_owned(),
        epoch,
        label: None,
        color: Color::PALETTE[0],
        in_charts: true,
    }];
    findings(&data.entries(&comparison)[0])
}

fn of_kind(found: &[Finding], kind: FindingKind) -> Option<&Finding> {
    found.iter().find(|finding| finding.kind == kind)
}

#[test]
fn constants_are_found_with_their_cause() {
    let data = recorded();
    let constant = |experiment| {
        let found = found(&data, experiment, 85);
        of_kind(&found, FindingKind::Constant).map(|finding| finding.sentence.clone())
    };
    let high = constant("high-learning-rate").unwrap();
    assert!(
        high.contains("conv1 is dead: from epoch 0 on, 100 % of its 32 units"),
        "{high}"
    );
    let sgd = constant("sgd").unwrap();
    assert!(
        sgd.contains("No layer is dead, but its weights hardly move"),
        "{sgd}"
    );
    let relu = constant("relu-last").unwrap();
    assert!(
        relu.contains("in 41 of 136 coordinates") && relu.contains("41 of the 136 outputs of"),
        "{relu}"
    );
    for learned in ["base", "smooth-l1", "dropout", "more-linear"] {
        assert_eq!(constant(learned), None, "{learned}");
    }
}

#[test]
fn peaks_of_the_high_rate_are_spikes_and_the_noise_of_the_others_is_not() {
    let data = recorded();
    let unstable = |experiment, epoch| {
        let found = found(&data, experiment, epoch);
        of_kind(&found, FindingKind::Unstable).map(|finding| finding.evidence[0].value.clone())
    };
    assert_eq!(
        unstable("high-learning-rate", 85).unwrap(),
        "epoch 5 (5.64×), epoch 14 (434×)"
    );
    // The base's loss doubles from one epoch to the next now and then, over all 700 of them.
    assert_eq!(unstable("base", 700), None);
    for steady in ["sgd", "smooth-l1", "dropout", "more-linear", "relu-last"] {
        assert_eq!(unstable(steady, 85), None, "{steady}");
    }
}

#[test]
fn what_the_base_was_forecast_to_reach_it_reached() {
    let data = recorded();
    let metrics = &data.run_of("base").unwrap().metrics;
    let measured = |epochs: std::ops::Range<usize>| -> (Vec<usize>, Vec<f64>) {
        let lines = metrics.iter().filter(|line| epochs.contains(&line.epoch));
        lines
            .filter_map(|line| Some((line.epoch, line.test_loss?)))
            .unzip()
    };
    for length in [85, 170, 350] {
        let (epochs, losses) = measured(0..length);
        let forecast = trend(&epochs, &losses, 0).unwrap().forecast;
        assert!(forecast.epochs.abs_diff(2 * length) <= 6, "{forecast:?}");
        // The law is of the curve without the noise and the peaks of single epochs.
        let around = 2 * length - 20..(2 * length + 20).min(metrics.len());
        let came = median(&measured(around).1).unwrap();
        let interval = forecast.interval;
        println!("{length}: {came} in {interval:?}");
        assert!(
            interval.low <= came && came <= interval.high,
            "{came} is not in {interval:?}"
        );
    }
}
