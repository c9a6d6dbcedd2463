//! Runs that are stopped, killed, repeated and lengthened end as if nothing had happened.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use candle_core::Device;
use faceoff_config::{
    Activation, Augmentation, Crop, DataSpec, Dropout, DropoutSite, Loss, ModelSpec, Optimizer,
    Schedule, ScheduleShape, Split, TrainSpec,
};
use faceoff_data::FaceSet;
use faceoff_record::{DataDescription, DataKind, Environment, RunConfig, RunRecord, Status, Store};
use faceoff_train::{Error, Event, Job, Observer, Outcome, train};

const ID: &str = "test";

fn faces(folder: &Path) -> FaceSet {
    let options = faceoff_synth::Options {
        people: 4,
        videos_per_person: 1,
        frames_per_video: 7,
        ..faceoff_synth::Options::default()
    };
    let data = folder.join("data");
    faceoff_synth::write(&data, &options, &|_| {}).unwrap();
    FaceSet::open(&data, &folder.join("cache"), &|_| {}).unwrap()
}

/// A small network with everything random in it: crops, flips, dropout, a moving rate.
fn config(epochs: usize) -> RunConfig {
    RunConfig {
        data_fingerprint: "test".into(),
        data: DataSpec {
            set: None,
            split: Split::Distributed,
            input_size: 32,
            train_images: None,
            test_images: None,
            augment: Augmentation {
                crop: Crop::Random,
                flip: 0.5,
            },
        },
        model: ModelSpec {
            conv: vec![4, 8],
            linear: vec![16],
            last_activation: Activation::None,
            dropout: vec![
                Dropout {
                    after: DropoutSite::Conv(1),
                    p: 0.2,
                },
                Dropout {
                    after: DropoutSite::Linear(0),
                    p: 0.3,
                },
            ],
        },
        train: TrainSpec {
            epochs,
            snapshots: vec![2],
            batch_size: 5,
            evaluate_every: 3,
            seed: 7,
            learning_rate: 1e-3,
            schedule: Schedule {
                warmup: 1.0,
                shape: ScheduleShape::Cosine {
                    over: 10,
                    minimum: 1e-5,
                },
            },
            optimizer: Optimizer::Adam {
                beta1: 0.9,
                beta2: 0.999,
                epsilon: 1e-8,
                weight_decay: 0.0,
            },
            loss: Loss::Mse,
            loss_scale: 1.0,
        },
    }
}

/// Sets the flag after so many batches, and keeps what happened.
#[derive(Default)]
struct Stopper {
    after: Option<usize>,
    batches: usize,
    started_over: bool,
    stop: AtomicBool,
}

struct Listening<'a>(&'a mut Stopper, &'a AtomicBool);

impl Observer for Listening<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Batch { .. } => {
                self.0.batches += 1;
                if self.0.after == Some(self.0.batches) {
                    self.1.store(true, Ordering::Relaxed);
                }
            }
            Event::StartsOver { .. } => self.0.started_over = true,
            _ => {}
        }
    }
}

fn go(
    faces: &FaceSet,
    store: &Store,
    config: &RunConfig,
    stopper: &mut Stopper,
) -> Result<Outcome, Error> {
    let data = DataDescription {
        kind: DataKind::Drawn,
        name: "drawn faces".into(),
        train_images: faces.train.len(),
        test_images: faces.test.len(),
        train_people: 4,
        test_people: 4,
        shared_people: 4,
    };
    let environment = Environment {
        version: "0".into(),
        commit: None,
        device: "cpu".into(),
        threads: 1,
        platform: "test".into(),
    };
    let job = Job {
        id: ID,
        config,
        faces,
        data: &data,
        environment: &environment,
        device: &Device::Cpu,
    };
    let stop = std::mem::take(&mut stopper.stop);
    train(&job, store, &stop, &mut Listening(stopper, &stop))
}

/// Bits of the train loss, the test loss and the learning rate of an epoch.
type Line = (u64, Option<u64>, u64);

/// All that must be the same: losses and rates to the bit, kept networks to the byte.
fn outcome(store: &Store) -> (RunRecord, Vec<Line>, Vec<Vec<u8>>) {
    let record = store.run(ID).unwrap().unwrap();
    let bits = |m: faceoff_record::EpochMetrics| {
        (
            m.train_loss.to_bits(),
            m.test_loss.map(f64::to_bits),
            m.learning_rate.to_bits(),
        )
    };
    let metrics = store.metrics(ID).unwrap().into_iter().map(bits).collect();
    let mut files = Vec::new();
    for snapshot in &record.snapshots {
        files.push(std::fs::read(store.snapshot_path(ID, snapshot.epochs)).unwrap());
        let answers = store.predictions(ID, snapshot.epochs).unwrap();
        files.push(
            answers
                .test
                .values
                .iter()
                .flat_map(|v| v.to_le_bytes())
                .collect(),
        );
        files.push(
            answers
                .train
                .values
                .iter()
                .flat_map(|v| v.to_le_bytes())
                .collect(),
        );
    }
    (record, metrics, files)
}

struct Case {
    _folder: tempfile::TempDir,
    faces: FaceSet,
    root: std::path::PathBuf,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let faces = faces(folder.path());
        let root = folder.path().to_path_buf();
        Self {
            _folder: folder,
            faces,
            root,
        }
    }

    fn store(&self, name: &str) -> Store {
        Store::new(self.root.join(name))
    }

    fn straight(&self, name: &str, epochs: usize) -> Store {
        let store = self.store(name);
        let ended = go(
            &self.faces,
            &store,
            &config(epochs),
            &mut Stopper::default(),
        )
        .unwrap();
        assert_eq!(ended, Outcome::Finished);
        store
    }
}

#[test]
fn the_same_run_gives_the_same_bits_on_any_number_of_threads() {
    let case = Case::new();
    let reference = outcome(&case.straight("reference", 4));
    assert_eq!(reference.1.len(), 4);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let store = pool.install(|| case.straight(&format!("threads-{threads}"), 4));
        assert_eq!(outcome(&store), reference, "{threads} threads");
    }
}

#[test]
fn a_stopped_run_goes_on_to_the_same_bits() {
    let case = Case::new();
    let reference = outcome(&case.straight("reference", 4));
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
            go(&case.faces, &store, &config(4), &mut stopper).unwrap(),
            Outcome::Stopped
        );
        assert_eq!(store.run(ID).unwrap().unwrap().status, Status::Partial);
        let mut rest = Stopper::default();
        assert_eq!(
            go(&case.faces, &store, &config(4), &mut rest).unwrap(),
            Outcome::Finished
        );
        assert_eq!(
            stopper.batches + rest.batches,
            4 * per_epoch,
            "no batch twice"
        );
        assert_eq!(outcome(&store), reference, "stopped after {after} batches");
    }
}

#[test]
fn raising_the_epochs_goes_on_where_the_run_ended() {
    let case = Case::new();
    let long = outcome(&case.straight("long", 5));
    let store = case.straight("raised", 3);
    let mut rest = Stopper::default();
    go(&case.faces, &store, &config(5), &mut rest).unwrap();
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
    let store = case.straight("done", 2);
    let mut again = Stopper::default();
    assert_eq!(
        go(&case.faces, &store, &config(2), &mut again).unwrap(),
        Outcome::Finished
    );
    assert_eq!(again.batches, 0);
}

#[test]
fn a_snapshot_missed_is_fetched_by_training_again() {
    let case = Case::new();
    let store = case.straight("missed", 3);
    let before = store.metrics(ID).unwrap();
    let mut wanted = config(3);
    wanted.train.snapshots = vec![1, 2];
    let mut again = Stopper::default();
    go(&case.faces, &store, &wanted, &mut again).unwrap();
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
}

#[test]
fn a_record_without_its_checkpoint_is_trained_from_the_start() {
    let case = Case::new();
    let store = case.straight("cloned", 2);
    let reference = outcome(&store);
    std::fs::remove_dir_all(store.checkpoint_folder(ID)).unwrap();
    let mut again = Stopper::default();
    go(&case.faces, &store, &config(2), &mut again).unwrap();
    assert!(again.started_over);
    assert_eq!(outcome(&store), reference);
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
    go(&case.faces, &store, &config(4), &mut stopper).unwrap();
    let early = store.checkpoint_folder(ID).join("state.safetensors");
    let kept = std::fs::read(&early).unwrap();
    let mut stopper = Stopper {
        after: Some(per_epoch + 3),
        ..Stopper::default()
    };
    go(&case.faces, &store, &config(4), &mut stopper).unwrap();
    std::fs::write(&early, kept).unwrap();
    go(&case.faces, &store, &config(4), &mut Stopper::default()).unwrap();
    assert_eq!(outcome(&store), outcome(&case.straight("reference", 4)));
}

#[test]
fn a_torn_checkpoint_is_an_error_that_names_it() {
    let case = Case::new();
    let store = case.straight("torn", 2);
    let state = store.checkpoint_folder(ID).join("state.safetensors");
    let bytes = std::fs::read(&state).unwrap();
    for length in [0, 7, 100, bytes.len() - 1] {
        std::fs::write(&state, &bytes[..length]).unwrap();
        let error = go(&case.faces, &store, &config(4), &mut Stopper::default()).unwrap_err();
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
    wild.train.optimizer = Optimizer::Sgd {
        momentum: 0.0,
        nesterov: false,
        weight_decay: 0.0,
    };
    wild.train.learning_rate = 1e30;
    wild.train.schedule = Schedule {
        warmup: 0.0,
        shape: ScheduleShape::Constant,
    };
    let mut first = Stopper::default();
    let ended = go(&case.faces, &store, &wild, &mut first).unwrap();
    assert_eq!(ended, Outcome::Diverged { epoch: 0 });
    assert_eq!(
        store.run(ID).unwrap().unwrap().status,
        Status::Diverged { epoch: 0 }
    );
    let mut again = Stopper::default();
    assert_eq!(go(&case.faces, &store, &wild, &mut again).unwrap(), ended);
    assert_eq!(again.batches, 0);
}

#[test]
fn no_test_images_is_an_error() {
    let case = Case::new();
    let mut empty = case.faces.clone();
    empty.test.clear();
    let error = go(
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
        flip: 0.0,
    };
    plain.train.learning_rate = 3e-3;
    plain.train.schedule = Schedule {
        warmup: 0.0,
        shape: ScheduleShape::Constant,
    };
    go(&case.faces, &store, &plain, &mut Stopper::default()).unwrap();
    let constant = store.run(ID).unwrap().unwrap().constant_face.train_loss;
    let last = store.metrics(ID).unwrap().last().unwrap().train_loss;
    assert!(
        last < 0.8 * constant,
        "train loss {last}, constant face {constant}"
    );
}
