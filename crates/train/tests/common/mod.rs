//! A small data set of drawn faces, and a small run on it.

// Each test file uses a part of this.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use candle_core::Device;
use faceoff_data::FaceSet;
use faceoff_record::{DataDescription, DataKind, Environment, Store};
use faceoff_spec::RunSpec;
use faceoff_spec::{
    Adam, Augmentation, Cosine, Crop, DataSpec, Distributed, Dropout, DropoutSite, Flip, Loss,
    ModelSpec, Mse, Optimizer, Schedule, ScheduleShape, Skip, Split, TrainSpec,
};
use faceoff_train::{Error, Event, Job, Observer, Outcome, train};

pub(crate) const ID: &str = "test";

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
pub(crate) fn config(epochs: usize) -> RunSpec {
    RunSpec {
        data_fingerprint: "test".into(),
        data: DataSpec {
            set: None,
            skip: Skip::Nothing,
            split: Split::Distributed(Distributed),
            input_size: 32,
            train_images: None,
            test_images: None,
            augment: Augmentation {
                crop: Crop::Random,
                flip: Flip(0.5),
                ..Augmentation::default()
            },
        },
        model: ModelSpec {
            conv: vec![4, 8],
            linear: vec![16],
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
            ..ModelSpec::default()
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
                shape: ScheduleShape::Cosine(Cosine {
                    over: 10,
                    minimum: 1e-5,
                }),
            },
            optimizer: Optimizer::Adam(Adam {
                beta1: 0.9,
                beta2: 0.999,
                epsilon: 1e-8,
                weight_decay: 0.0,
            }),
            loss: Loss::Mse(Mse),
            loss_scale: 1.0,
        },
    }
}

/// Sets the flag after so many batches, and keeps what happened.
#[derive(Default)]
pub(crate) struct Stopper {
    pub(crate) after: Option<usize>,
    pub(crate) batches: usize,
    pub(crate) started_over: bool,
    pub(crate) lengthened: Option<usize>,
    pub(crate) stop: AtomicBool,
}

struct Listener<'a>(&'a mut Stopper, &'a AtomicBool);

impl Observer for Listener<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Batch { .. } => {
                self.0.batches += 1;
                if self.0.after == Some(self.0.batches) {
                    self.1.store(true, Ordering::Relaxed);
                }
            }
            Event::StartsOver { .. } => self.0.started_over = true,
            Event::Lengthened { epochs } => self.0.lengthened = Some(epochs),
            _ => {}
        }
    }
}

pub(crate) fn train_on_cpu(
    faces: &FaceSet,
    store: &Store,
    config: &RunSpec,
    stopper: &mut Stopper,
) -> Result<Outcome, Error> {
    train_on(&Device::Cpu, faces, store, config, stopper)
}

pub(crate) fn train_on(
    device: &Device,
    faces: &FaceSet,
    store: &Store,
    config: &RunSpec,
    stopper: &mut Stopper,
) -> Result<Outcome, Error> {
    with_job(device, faces, config, |job| {
        let stop = std::mem::take(&mut stopper.stop);
        train(job, store, &stop, &mut Listener(stopper, &stop))
    })
}

/// Hands `work` the job of `config` on `device`.
pub(crate) fn with_job<R>(
    device: &Device,
    faces: &FaceSet,
    config: &RunSpec,
    work: impl FnOnce(&Job<'_>) -> R,
) -> R {
    let data = DataDescription {
        kind: DataKind::Drawn,
        name: "drawn faces".into(),
        scheme: faces.scheme().name().into(),
        train_images: faces.train.len(),
        test_images: faces.test.len(),
        train_people: 4,
        test_people: 4,
        shared_people: 4,
        near_duplicates: None,
        validation_images: faces.validation.len(),
        validation_people: 0,
        left_out: vec![],
    };
    let environment = Environment {
        version: "0".into(),
        commit: None,
        device: "cpu".into(),
        tf32: false,
        threads: 1,
        platform: "test".into(),
        processor: None,
        runs_at_once: None,
    };
    work(&Job {
        id: ID,
        config,
        faces,
        data: &data,
        environment: &environment,
        device,
    })
}

pub(crate) struct Case {
    _folder: tempfile::TempDir,
    pub(crate) faces: FaceSet,
    root: PathBuf,
}

impl Case {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let faces = faces(folder.path());
        let root = folder.path().to_path_buf();
        Self {
            _folder: folder,
            faces,
            root,
        }
    }

    pub(crate) fn store(&self, name: &str) -> Store {
        Store::new(self.root.join(name))
    }
}
