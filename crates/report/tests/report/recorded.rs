//! What is found in the records of the study on real faces: its failures are known.

use faceoff_plan::read_study;
use std::path::Path;

use faceoff_measure::{GapVerdict, LossCurves, TrendVerdict, mean, median, overfitting, trend};
use faceoff_record::Store;
use faceoff_report::{Finding, FindingKind, StudyData, findings};
use faceoff_spec::{Color, ComparisonEntry};

fn recorded() -> StudyData {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../results");
    let store = Store::new(&folder);
    let study = read_study(&store, "youtube-faces-keypoints-gray-small").unwrap();
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

/// Epochs and test losses of the base where these were measured.
fn test_losses_of_base(data: &StudyData) -> (Vec<usize>, Vec<f64>) {
    let lines = data.run_of("base").unwrap().metrics.iter();
    lines
        .filter_map(|line| Some((line.epoch, line.test_loss?)))
        .unzip()
}

#[test]
fn what_the_base_was_forecast_to_reach_it_reached() {
    let (epochs, losses) = test_losses_of_base(&recorded());
    let forecast = |length: usize| {
        let count = epochs.iter().filter(|epoch| **epoch < length).count();
        trend(&epochs[..count], &losses[..count], 0)
            .unwrap()
            .forecast
    };
    for length in [85, 350] {
        let forecast = forecast(length).unwrap();
        assert!(forecast.epochs.abs_diff(2 * length) <= 6, "{forecast:?}");
        // The law is of the curve without the noise and the peaks of single epochs.
        let around = epochs.iter().zip(&losses);
        let around = around.filter(|(epoch, _)| epoch.abs_diff(2 * length) <= 20);
        let came = median(&around.map(|(_, loss)| *loss).collect::<Vec<_>>()).unwrap();
        let interval = forecast.interval;
        println!("{length}: {came} in {interval:?}");
        assert!(
            interval.low <= came && came <= interval.high,
            "{came} is not in {interval:?}"
        );
    }
    // It wandered up in epochs 162 to 189, off any law.
    assert_eq!(forecast(170), None);
}

#[test]
fn what_is_not_known_of_the_base_is_not_said() {
    let data = recorded();
    let fell = found(&data, "base", 85);
    let fell = of_kind(&fell, FindingKind::Undertrained).unwrap();
    assert_eq!(fell.headline, "Undertrained");
    // Its forecast does not say so for certain, but the same run went on.
    let went_on = "Trained on, it was 0.0106 after 170 epochs instead of 0.0135.";
    assert!(fell.sentence.ends_with(went_on), "{fell:?}");

    let whole = found(&data, "base", 700);
    assert_eq!(of_kind(&whole, FindingKind::Undertrained), None);
    assert_eq!(of_kind(&whole, FindingKind::Overfitting), None);
    let unseen = found(&data, "unseen-people", 85);
    let unseen = of_kind(&unseen, FindingKind::Overfitting).unwrap();
    assert_eq!(unseen.headline, "A gap between test and training");
    assert!(unseen.sentence.contains("no harm of training on is seen"));
    let missed = "The crop of 1 of 848 test images misses the face and makes 58.8 % of the test \
                  loss after 85 epochs (0.0266, 0.0110 without)";
    assert!(unseen.sentence.contains(missed), "{}", unseen.sentence);
}

#[test]
fn a_fall_that_may_be_over_is_no_finding() {
    let mut data = recorded();
    let id = data.run_of("base").unwrap().record.id.clone();
    // As if it had ended after 85 epochs: it fell to the end, but the forecast holds what it was.
    data.runs.get_mut(&id).unwrap().metrics.truncate(85);
    let (epochs, losses) = test_losses_of_base(&data);
    let fell = trend(&epochs, &losses, 0).unwrap();
    assert_eq!(fell.verdict, TrendVerdict::StillFalling);
    assert!(fell.forecast.is_some() && !fell.would_gain(), "{fell:?}");
    let found = found(&data, "base", 85);
    assert_eq!(of_kind(&found, FindingKind::Undertrained), None);
}

#[test]
fn the_noise_of_the_base_does_not_overfit() {
    let (_, losses) = test_losses_of_base(&recorded());
    // Its later half, the fall from its first to its last third taken off.
    let logs: Vec<f64> = losses[losses.len() / 2..].iter().map(|l| l.ln()).collect();
    let (count, third) = (logs.len(), logs.len() / 3);
    let fall = (mean(&logs[count - third..]) - mean(&logs[..third])) / (count - third) as f64;
    let levelled = logs.iter().enumerate();
    let levelled: Vec<f64> = levelled.map(|(i, log)| log - fall * i as f64).collect();
    for length in [29, count] {
        let wrong = (0..count).filter(|&start| {
            let test: Vec<f64> = (0..length)
                .map(|i| levelled[(start + i) % count].exp())
                .collect();
            let train: Vec<f64> = test.iter().map(|loss| loss / 2.0).collect();
            let gap = overfitting(LossCurves {
                epochs: &(0..length).collect::<Vec<_>>(),
                train: &train,
                remeasured_train: Some(&train),
                test: &test,
            });
            gap.unwrap().verdict == GapVerdict::Overfits
        });
        let wrong = wrong.count();
        println!("{length} measurements: {wrong} of {count}");
        assert!(wrong * 20 <= count, "{length}: {wrong} of {count}");
    }
}
