//! Losses of trainings on real faces, whose failures are known. `excerpt.py` wrote them from
//! records.

use faceoff_record::EpochMetrics;

/// The losses of an experiment, epoch by epoch.
pub(super) fn curve(experiment: &str) -> Vec<EpochMetrics> {
    let text = match experiment {
        "base" => include_str!("base.txt"),
        "dropout" => include_str!("dropout.txt"),
        "high-learning-rate" => include_str!("high-learning-rate.txt"),
        "more-linear" => include_str!("more-linear.txt"),
        "relu-last" => include_str!("relu-last.txt"),
        "sgd" => include_str!("sgd.txt"),
        "smooth-l1" => include_str!("smooth-l1.txt"),
        "unseen-people" => include_str!("unseen-people.txt"),
        other => panic!("no losses of {other}"),
    };
    let lines = text.lines().enumerate();
    lines.map(|(epoch, line)| metrics(epoch, line)).collect()
}

fn metrics(epoch: usize, line: &str) -> EpochMetrics {
    let losses: Vec<f64> = line.split(' ').map(|loss| loss.parse().unwrap()).collect();
    let (train_loss, measured) = losses.split_first().unwrap();
    EpochMetrics {
        validation_loss: None,
        epoch,
        train_loss: *train_loss,
        train_loss_remeasured: measured.first().copied(),
        test_loss: measured.last().copied(),
        learning_rate: 0.001,
        seconds: 1.0,
        waiting_seconds: Some(0.1),
        evaluation_seconds: Some(1.0),
        images_per_second: 30.0,
    }
}
