//! Runs that are stopped, killed, repeated and lengthened end as if nothing had happened.

mod common;

use common::{Case, ID, Stopper, config, train_on_cpu};
use faceoff_plan::{RunRecord, read_run, write_run};
use faceoff_record::{Status, Store};
use faceoff_spec::{Augmentation, Constant, Crop, Flip, Optimizer, Schedule, ScheduleShape, Sgd};
use faceoff_train::{Error, Outcome};

/// Bits of an epoch's train loss, its re-measured one, its test loss and learning rate.
type Line = (u64, Option<u64>, Option<u64>, u64);

/// All that must be the same: losses and rates to the bit, health and kept networks to the byte.
fn outcome(store: &Store) -> (RunRecord, Vec<Line>, Vec<Vec<u8>>) {
    let record = read_run(store, ID).unwrap().unwrap();
    let bits = |m: faceoff_record::EpochMetrics| {
        (
            m.train_loss.to_bits(),
            m.train_loss_remeasured.map(f64::to_bits),
            m.test_loss.map(f64::to_bits),
            m.learning_rate.to_bits(),
        )
    };
    let metrics = store.metrics(ID).unwrap().into_iter().map(bits).collect();
    let health = store.run_folder(ID).join("health.jsonl");
    let mut files = vec![std::fs::read(health).unwrap()];
    for snapshot in &record.snapshots {
        files.push(std::fs::read(store.snapshot_path(ID, snapshot.epochs)).unwrap());
        let predictions = store.predictions(ID, snapshot.epochs).unwrap();
        files.push(
            predictions
                .test
                .values
                .iter()
                .flat_map(|v| v.to_le_bytes())
                .collect(),
        );
        files.push(
            predictions
                .train
                .values
                .iter()
                .flat_map(|v| v.to_le_bytes())
                .collect(),
        );
    }
    (record, metrics, files)
}

fn straight(case: &Case, name: &str, epochs: usize) -> Store {
    let store = case.store(name);
    let ended = train_on_cpu(
        &case.faces,
        &store,
        &config(epochs),
        &mut Stopper::default(),
    )
    .unwrap();
    assert_eq!(ended, Outcome::Finished);
    store
}

#[test]
fn the_same_run_gives_the_same_bits_on_any_number_of_threads() {
    let case = Case::new();
    let reference = outcome(&straight(&case, "reference", 4));
    assert_eq!(reference.1.len(), 4);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let store = pool.install(|| straight(&case, &format!("threads-{threads}"), 4));
        assert_eq!(outcome(&store), reference, "{threads} threads");
    }
}

#[test]
fn a_stopped_run_goes_on_to_the_same_bits() {
    let case = Case::new();
    let reference = outcome(&straight(&case, "reference", 4));
    let per_epoch = case.faces.train.len().div_ceil(5);
    for after in [
        1,
        per_epoch - 1,
        per_epoch,
        per_epoch + 2,
        3 * per_epoch + 1,
    ] {
        let store = case.store(&format!("stopped-{after}"));
        let mut stopper = Stopper {
            after: Some(after),
            ..Stopper::default()
        };
        assert_eq!(
            train_on_cpu(&case.faces, &store, &config(4), &mut stopper).unwrap(),
            Outcome::Stopped
        );
        assert_eq!(
            read_run(&store, ID).unwrap().unwrap().status,
            Status::Partial
        );
        let mut rest = Stopper::default();
        assert_eq!(
            train_on_cpu(&case.faces, &store, &config(4), &mut rest).unwrap(),
            Outcome::Finished
        );
        assert_eq!(
            stopper.batches + rest.batches,
            4 * per_epoch,
            "no batch twice"
        );
        assert!(
            outcome(&store) == reference,
            "stopped after {after} batches"
        );
    }
}

#[test]
fn raising_the_epochs_goes_on_where_the_run_ended() {
    let case = Case::new();
    let long = outcome(&straight(&case, "long", 5));
    let store = straight(&case, "raised", 3);
    let mut rest = Stopper::default();
    train_on_cpu(&case.faces, &store, &config(5), &mut rest).unwrap();
    assert_eq!(rest.batches, 2 * case.faces.train.len().div_ceil(5));
    assert!(!rest.started_over);
    let raised = outcome(&store);
    assert_eq!(raised.1, long.1);
    let kept: Vec<_> = raised.0.snapshots.iter().map(|s| s.epochs).collect();
    assert_eq!(kept, [2, 3, 5], "the earlier end stays as a snapshot");
    assert_eq!(raised.2.last(), long.2.last());
}

#[test]
fn a_finished_run_is_not_trained_again() {
    let case = Case::new();
    let store = straight(&case, "done", 2);
    let mut again = Stopper::default();
    assert_eq!(
        train_on_cpu(&case.faces, &store, &config(2), &mut again).unwrap(),
        Outcome::Finished
    );
    assert_eq!(again.batches, 0);
}

#[test]
fn a_snapshot_missed_is_fetched_by_training_again() {
    let case = Case::new();
    let store = straight(&case, "missed", 3);
    let before = store.metrics(ID).unwrap();
    let mut wanted = config(3);
    wanted.train.snapshots = vec![1, 2];
    let mut again = Stopper::default();
    train_on_cpu(&case.faces, &store, &wanted, &mut again).unwrap();
    assert!(again.started_over);
    let kept: Vec<_> = outcome(&store)
        .0
        .snapshots
        .iter()
        .map(|s| s.epochs)
        .collect();
    assert_eq!(kept, [1, 2, 3]);
    // Also the timings: the lines that were there are still those.
    assert_eq!(store.metrics(ID).unwrap(), before);
    // No further than that network, and the state it goes on from is as it was.
    let per_epoch = case.faces.train.len().div_ceil(5);
    assert_eq!(again.batches, per_epoch);
    let mut rest = Stopper::default();
    train_on_cpu(&case.faces, &store, &config(5), &mut rest).unwrap();
    assert!(!rest.started_over);
    assert_eq!(rest.batches, 2 * per_epoch);
    let long = outcome(&straight(&case, "long", 5));
    assert_eq!(outcome(&store).1, long.1);
}

#[test]
fn what_is_repeated_can_be_stopped_and_what_is_new_follows_it() {
    let case = Case::new();
    let per_epoch = case.faces.train.len().div_ceil(5);
    let store = straight(&case, "both", 3);
    let mut wanted = config(5);
    wanted.train.snapshots = vec![1, 2];
    let reference = case.store("at once");
    train_on_cpu(&case.faces, &reference, &wanted, &mut Stopper::default()).unwrap();
    let mut stopper = Stopper {
        after: Some(per_epoch - 1),
        ..Stopper::default()
    };
    let stopped = train_on_cpu(&case.faces, &store, &wanted, &mut stopper).unwrap();
    assert_eq!(stopped, Outcome::Stopped);
    let mut rest = Stopper::default();
    let ended = train_on_cpu(&case.faces, &store, &wanted, &mut rest).unwrap();
    assert_eq!(
        (ended, rest.batches),
        (Outcome::Finished, 1 + 2 * per_epoch)
    );
    let (found, expected) = (outcome(&store), outcome(&reference));
    assert_eq!((found.1, found.0.status), (expected.1, Status::Finished));
    let at = |kept: &[usize]| {
        kept.iter()
            .map(|&e| store.snapshot_path(ID, e))
            .collect::<Vec<_>>()
    };
    for (path, epochs) in at(&[1, 2, 5]).iter().zip([1, 2, 5]) {
        let expected = std::fs::read(reference.snapshot_path(ID, epochs)).unwrap();
        assert!(std::fs::read(path).unwrap() == expected, "epoch {epochs}");
    }
}

#[test]
fn a_record_without_its_checkpoint_is_trained_from_the_start() {
    let case = Case::new();
    let store = straight(&case, "cloned", 2);
    std::fs::remove_dir_all(store.checkpoint_folder(ID)).unwrap();
    let mut again = Stopper::default();
    train_on_cpu(&case.faces, &store, &config(2), &mut again).unwrap();
    assert_eq!(again.batches, 0, "all that is wanted is there");
    train_on_cpu(&case.faces, &store, &config(4), &mut again).unwrap();
    assert!(again.started_over);
    let long = outcome(&straight(&case, "long", 4));
    assert_eq!(outcome(&store).1, long.1);
}

#[test]
fn a_checkpoint_ahead_of_its_record_is_not_gone_on_from() {
    let case = Case::new();
    let long = outcome(&straight(&case, "long", 4));
    let folder = |store: &Store| store.run_folder(ID);
    for gone in ["run.json", "metrics.jsonl"] {
        let store = straight(&case, gone, 3);
        std::fs::remove_file(folder(&store).join(gone)).unwrap();
        let mut again = Stopper::default();
        train_on_cpu(&case.faces, &store, &config(4), &mut again).unwrap();
        assert!(again.started_over, "without {gone}");
        assert_eq!(outcome(&store).1, long.1, "without {gone}");
    }
}

#[test]
fn a_run_is_finished_once_all_its_epochs_are_done() {
    let case = Case::new();
    let store = case.store("asked for more");
    let mut stopper = Stopper {
        after: Some(3 * case.faces.train.len().div_ceil(5) + 1),
        ..Stopper::default()
    };
    train_on_cpu(&case.faces, &store, &config(9), &mut stopper).unwrap();
    let status = || read_run(&store, ID).unwrap().unwrap().status;
    assert_eq!(status(), Status::Partial);
    let ended = train_on_cpu(&case.faces, &store, &config(2), &mut Stopper::default()).unwrap();
    assert_eq!((ended, status()), (Outcome::Finished, Status::Partial));
    train_on_cpu(&case.faces, &store, &config(9), &mut Stopper::default()).unwrap();
    assert_eq!(status(), Status::Finished);
}

/// As if the record had been made on another machine: other last bits from the second epoch on.
fn made_elsewhere(store: &Store) {
    let mut metrics = store.metrics(ID).unwrap();
    for line in &mut metrics[1..] {
        line.train_loss = line.train_loss.next_up();
    }
    store.write_metrics(ID, &metrics).unwrap();
    std::fs::remove_dir_all(store.checkpoint_folder(ID)).unwrap();
}

#[test]
fn a_longer_record_made_elsewhere_is_trained_again_to_its_end() {
    let case = Case::new();
    let store = straight(&case, "elsewhere", 5);
    let (reference, mut shorter) = (outcome(&store), config(3));
    shorter.train.snapshots = vec![1];
    made_elsewhere(&store);
    // Stopped behind what is asked for, and gone on from there.
    let mut stopper = Stopper {
        after: Some(4 * case.faces.train.len().div_ceil(5)),
        ..Stopper::default()
    };
    let stopped = train_on_cpu(&case.faces, &store, &shorter, &mut stopper).unwrap();
    assert_eq!((stopped, stopper.lengthened), (Outcome::Stopped, Some(5)));
    let mut rest = Stopper::default();
    let ended = train_on_cpu(&case.faces, &store, &shorter, &mut rest).unwrap();
    assert_eq!((ended, rest.lengthened), (Outcome::Finished, None));
    let found = outcome(&store);
    assert_eq!(found.1, reference.1, "no epoch is lost");
    let kept = |outcome: &RunRecord| -> Vec<usize> {
        outcome.snapshots.iter().map(|kept| kept.epochs).collect()
    };
    assert_eq!(
        (kept(&reference.0), kept(&found.0)),
        (vec![2, 5], vec![1, 2, 3, 5])
    );
    assert_eq!(found.2.last(), reference.2.last());
}

#[test]
fn a_longer_record_with_the_same_numbers_is_not_trained_to_its_end() {
    let case = Case::new();
    let store = straight(&case, "here", 5);
    let mut wanted = config(3);
    wanted.train.snapshots = vec![1];
    let mut again = Stopper::default();
    train_on_cpu(&case.faces, &store, &wanted, &mut again).unwrap();
    assert!(again.started_over && again.lengthened.is_none());
    assert_eq!(again.batches, 3 * case.faces.train.len().div_ceil(5));
    assert_eq!(store.metrics(ID).unwrap().len(), 5);
}

#[test]
fn a_run_killed_after_its_last_checkpoint_repeats_what_was_lost() {
    let case = Case::new();
    let store = case.store("killed");
    let per_epoch = case.faces.train.len().div_ceil(5);
    // The state of a process killed in epoch 3: metrics up to epoch 2, a checkpoint from epoch 1.
    let mut stopper = Stopper {
        after: Some(per_epoch + 1),
        ..Stopper::default()
    };
    train_on_cpu(&case.faces, &store, &config(4), &mut stopper).unwrap();
    let early = store.checkpoint_folder(ID).join("state.safetensors");
    let kept = std::fs::read(&early).unwrap();
    let mut stopper = Stopper {
        after: Some(per_epoch + 3),
        ..Stopper::default()
    };
    train_on_cpu(&case.faces, &store, &config(4), &mut stopper).unwrap();
    std::fs::write(&early, kept).unwrap();
    train_on_cpu(&case.faces, &store, &config(4), &mut Stopper::default()).unwrap();
    assert_eq!(outcome(&store), outcome(&straight(&case, "reference", 4)));
}

#[test]
fn a_torn_checkpoint_is_an_error_that_names_it() {
    let case = Case::new();
    let store = straight(&case, "torn", 2);
    let state = store.checkpoint_folder(ID).join("state.safetensors");
    let bytes = std::fs::read(&state).unwrap();
    for length in [0, 7, 100, bytes.len() - 1] {
        std::fs::write(&state, &bytes[..length]).unwrap();
        let error =
            train_on_cpu(&case.faces, &store, &config(4), &mut Stopper::default()).unwrap_err();
        assert!(matches!(error, Error::Checkpoint { .. }), "{error}");
        assert!(error.to_string().contains("remove this folder"), "{error}");
    }
    assert_eq!(
        store.metrics(ID).unwrap().len(),
        2,
        "what was recorded stays"
    );
}

#[test]
fn a_diverged_run_keeps_its_record_and_is_left_alone() {
    let case = Case::new();
    let store = case.store("diverged");
    let mut wild = config(4);
    wild.train.optimizer = Optimizer::Sgd(Sgd {
        momentum: 0.0,
        nesterov: false,
        weight_decay: 0.0,
    });
    wild.train.learning_rate = 1e30;
    wild.train.schedule = Schedule {
        warmup: 0.0,
        shape: ScheduleShape::Constant(Constant),
    };
    let mut first = Stopper::default();
    let ended = train_on_cpu(&case.faces, &store, &wild, &mut first).unwrap();
    assert_eq!(ended, Outcome::Diverged { epoch: 0 });
    assert_eq!(
        read_run(&store, ID).unwrap().unwrap().status,
        Status::Diverged { epoch: 0 }
    );
    let mut again = Stopper::default();
    assert_eq!(
        train_on_cpu(&case.faces, &store, &wild, &mut again).unwrap(),
        ended
    );
    assert_eq!(again.batches, 0);
}

#[test]
fn a_shorter_run_does_not_make_a_diverged_one_finished() {
    let case = Case::new();
    let store = straight(&case, "diverged later", 3);
    // As if it had been asked for 9 epochs, and the fourth had come to no number.
    let diverged = Status::Diverged { epoch: 3 };
    let mut record = read_run(&store, ID).unwrap().unwrap();
    record.status = diverged;
    record.config.train.epochs = 9;
    write_run(&store, &record).unwrap();
    let mut wanted = config(2);
    wanted.train.snapshots = vec![1];
    let mut again = Stopper::default();
    let ended = train_on_cpu(&case.faces, &store, &wanted, &mut again).unwrap();
    assert_eq!(ended, Outcome::Finished);
    let per_epoch = case.faces.train.len().div_ceil(5);
    assert_eq!(again.batches, per_epoch, "for the network after one epoch");
    assert_eq!(read_run(&store, ID).unwrap().unwrap().status, diverged);
    // A network that is missing before it diverged is had, though the rest never is.
    wanted.train.epochs = 9;
    std::fs::remove_file(store.snapshot_path(ID, 1)).unwrap();
    record.snapshots.retain(|kept| kept.epochs != 1);
    write_run(&store, &record).unwrap();
    let ended = train_on_cpu(&case.faces, &store, &wanted, &mut Stopper::default()).unwrap();
    assert_eq!(ended, Outcome::Diverged { epoch: 3 });
    assert!(store.snapshot_path(ID, 1).is_file());
}

#[test]
fn no_test_images_is_an_error() {
    let case = Case::new();
    let mut empty = case.faces.clone();
    empty.test.clear();
    let error = train_on_cpu(
        &empty,
        &case.store("empty"),
        &config(1),
        &mut Stopper::default(),
    )
    .unwrap_err();
    assert!(matches!(error, Error::NoImages { test: 0, .. }), "{error}");
}

#[test]
fn training_learns() {
    let case = Case::new();
    let store = case.store("learns");
    let mut plain = config(30);
    plain.model.dropout.clear();
    plain.data.augment = Augmentation {
        crop: Crop::Center,
        flip: Flip(0.0),
        ..Augmentation::default()
    };
    plain.train.learning_rate = 3e-3;
    plain.train.schedule = Schedule {
        warmup: 0.0,
        shape: ScheduleShape::Constant(Constant),
    };
    train_on_cpu(&case.faces, &store, &plain, &mut Stopper::default()).unwrap();
    let constant = read_run(&store, ID)
        .unwrap()
        .unwrap()
        .constant_face
        .train_loss;
    let last = store.metrics(ID).unwrap().last().unwrap().train_loss;
    assert!(
        last < 0.8 * constant,
        "train loss {last}, constant face {constant}"
    );
}
