//! What is found in the losses of trainings on real faces: their failures are known.

use faceoff_measure::{GapVerdict, LossCurves, TrendVerdict, mean, median, overfitting, trend};
use faceoff_record::EpochMetrics;

use crate::diagnosis::{Finding, FindingKind};
use crate::tests::curves::curve;
use crate::tests::diagnosis::{of_base, with_base};

/// What is found over the first `epochs` epochs of `metrics`, of a network that predicts well.
fn found(metrics: Vec<EpochMetrics>, epochs: usize) -> Vec<Finding> {
    of_base(&with_base(epochs, |run| run.metrics = metrics))
}

fn of_kind(found: &[Finding], kind: FindingKind) -> Option<&Finding> {
    found.iter().find(|finding| finding.kind == kind)
}

#[test]
fn peaks_of_the_high_rate_are_spikes_and_the_noise_of_the_others_is_not() {
    let unstable = |experiment, epochs| {
        let found = found(curve(experiment), epochs);
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
fn test_losses(metrics: &[EpochMetrics]) -> (Vec<usize>, Vec<f64>) {
    let lines = metrics.iter();
    lines
        .filter_map(|line| Some((line.epoch, line.test_loss?)))
        .unzip()
}

#[test]
fn what_the_base_was_forecast_to_reach_it_reached() {
    let (epochs, losses) = test_losses(&curve("base"));
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
    let fell = found(curve("base"), 85);
    let fell = of_kind(&fell, FindingKind::Undertrained).unwrap();
    assert_eq!(fell.headline, "Undertrained");
    // Its forecast does not say so for certain, but the same run went on.
    let went_on = "The curve fitted to it ends at 0.0135; trained on, the median of epochs 153 to \
                   186, around twice as many, was 0.0106.";
    assert!(fell.sentence.ends_with(went_on), "{fell:?}");

    let whole = found(curve("base"), 700);
    assert_eq!(of_kind(&whole, FindingKind::Undertrained), None);
    assert_eq!(of_kind(&whole, FindingKind::Overfitting), None);
    let unseen = found(curve("unseen-people"), 85);
    let unseen = of_kind(&unseen, FindingKind::Overfitting).unwrap();
    assert_eq!(unseen.headline, "A gap between test and training");
    assert!(unseen.sentence.contains("no harm of training on is seen"));
}

#[test]
fn a_fall_that_may_be_over_is_no_finding() {
    // As if it had ended after 85 epochs: it fell to the end, but the forecast holds what it was.
    let mut metrics = curve("base");
    metrics.truncate(85);
    let (epochs, losses) = test_losses(&metrics);
    let fell = trend(&epochs, &losses, 0).unwrap();
    assert_eq!(fell.verdict, TrendVerdict::StillFalling);
    assert!(fell.forecast.is_some() && !fell.would_gain(), "{fell:?}");
    let found = found(metrics, 85);
    assert_eq!(of_kind(&found, FindingKind::Undertrained), None);
}

#[test]
fn the_noise_of_the_base_does_not_overfit() {
    let (_, losses) = test_losses(&curve("base"));
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
