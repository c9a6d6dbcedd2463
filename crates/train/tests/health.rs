//! What is recorded of a network's health while it trains, and that a dead network shows.

mod common;

use common::{Case, ID, config, train_on_cpu};
use faceoff_plan::{read_run, write_run};
use faceoff_record::{EpochHealth, Store};
use faceoff_spec::RunSpec;
use faceoff_spec::{Augmentation, Constant, Crop, Flip, Mse, Schedule, ScheduleShape};

fn health_of(case: &Case, name: &str, config: &RunSpec) -> (Store, Vec<EpochHealth>) {
    let store = case.store(name);
    train_on_cpu(&case.faces, &store, config, &mut common::Stopper::default()).unwrap();
    let health = store.health(ID).unwrap();
    (store, health)
}

/// Without dropout, at a constant rate.
fn plain(epochs: usize, rate: f64) -> RunSpec {
    let mut plain = config(epochs);
    plain.model.dropout.clear();
    plain.data.augment = Augmentation {
        crop: Crop::Center,
        flip: Flip(0.0),
        ..Augmentation::default()
    };
    plain.train.learning_rate = rate;
    plain.train.schedule = Schedule {
        warmup: 0.0,
        shape: ScheduleShape::Constant(Constant),
    };
    plain
}

#[test]
fn every_epoch_has_every_layer_and_parameter() {
    let case = Case::new();
    let (store, health) = health_of(&case, "healthy", &plain(4, 1e-3));
    assert_eq!(
        health.iter().map(|h| h.epoch).collect::<Vec<_>>(),
        [0, 1, 2, 3]
    );
    for line in &health {
        let units: Vec<_> = line
            .layers
            .iter()
            .map(|l| (l.layer.as_str(), l.units))
            .collect();
        assert_eq!(units, [("conv1", 4), ("conv2", 8), ("linear1", 16)]);
        assert_eq!(line.images, 8);
        let names: Vec<_> = line.parameters.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names.len(), 8);
        assert_eq!((names[0], names[7]), ("conv1.weight", "linear2.bias"));
        for parameter in &line.parameters {
            // Adam moves each number by about the rate, weights are about a tenth.
            let ratio = parameter.update_ratio.unwrap();
            assert!((1e-5..0.3).contains(&ratio), "{parameter:?}");
            assert!(parameter.norm.unwrap() > 0.0, "{parameter:?}");
            assert!(parameter.gradient.is_some(), "{parameter:?}");
        }
        assert!(
            line.layers.iter().all(|layer| layer.dead < layer.units),
            "{line:?}"
        );
    }
    // The re-measured train loss stands beside the test loss.
    for line in store.metrics(ID).unwrap() {
        assert_eq!(
            line.train_loss_remeasured.is_some(),
            line.test_loss.is_some()
        );
    }
}

#[test]
fn the_remeasured_loss_is_that_of_the_network_after_the_epoch() {
    let case = Case::new();
    let (store, _) = health_of(&case, "remeasured", &plain(1, 1e-3));
    let predictions = store.predictions(ID, 1).unwrap().train;
    let truth = store.samples(ID).unwrap().train.truth;
    // Of a set this small all images are measured, and all have predictions.
    let expected = faceoff_spec::Loss::Mse(Mse).mean(&predictions.values, &truth.values);
    let found = store.metrics(ID).unwrap()[0].train_loss_remeasured;
    assert_eq!(found, Some(expected));
}

#[test]
fn a_rate_of_a_tenth_kills_the_network_and_the_record_shows_where() {
    let case = Case::new();
    let (store, health) = health_of(&case, "dead", &plain(6, 0.1));
    let last = health.last().unwrap();
    let dead: Vec<_> = last
        .layers
        .iter()
        .filter(|layer| layer.dead_share() == 1.0)
        .collect();
    assert!(!dead.is_empty(), "{:?}", last.layers);
    // Nothing gets past a dead layer: the same landmarks for every face, and no gradient before it.
    let predictions = store.predictions(ID, 6).unwrap().test;
    let first = predictions.row(0).unwrap();
    assert!(predictions.rows().all(|row| row == first));
    let before = &last.parameters[0];
    assert_eq!(
        (before.name.as_str(), before.gradient),
        ("conv1.weight", Some(0.0))
    );
}

#[test]
fn an_older_record_gets_its_health_by_training_again() {
    let case = Case::new();
    let (store, health) = health_of(&case, "older", &config(3));
    let metrics = store.metrics(ID).unwrap();
    let mut older = metrics.clone();
    for line in &mut older {
        line.train_loss_remeasured = None;
    }
    store.write_metrics(ID, &older).unwrap();
    std::fs::remove_file(store.run_folder(ID).join("health.jsonl")).unwrap();
    std::fs::remove_dir_all(store.checkpoint_folder(ID)).unwrap();
    let mut record = read_run(&store, ID).unwrap().unwrap();
    record.snapshots.clear();
    write_run(&store, &record).unwrap();
    train_on_cpu(
        &case.faces,
        &store,
        &config(3),
        &mut common::Stopper::default(),
    )
    .unwrap();
    assert_eq!(store.health(ID).unwrap(), health);
    assert_eq!(
        store.metrics(ID).unwrap(),
        metrics,
        "timings are the first ones"
    );
}
