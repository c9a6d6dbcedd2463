//! A small study made by hand: two experiments on three faces.

use std::collections::BTreeMap;

use faceoff_config::Catalog;
use faceoff_landmarks::Scheme;
use faceoff_plan::{RunRecord, Study, StudyExperiment, settings_id};
use faceoff_record::{
    Annotations, ConstantFace, DataDescription, DataKind, Environment, EpochMetrics, FORMAT,
    Predictions, STUDY_FORMAT, Sample, SampleSet, Samples, Snapshot, Status, Table,
};
use faceoff_spec::{Comparison, RunSpec, Scale};

use crate::study::{KnownOfRun, RunData, StudyData};

pub(crate) const FACES: usize = 3;

const BASE: &str = r#"
title = "Base"
[train]
epochs = 6
snapshots = [3]
"#;

const HIGH: &str = r#"
title = "High rate"
extends = "base"
[train]
epochs = 6
learning_rate = 0.1
"#;

const RATES: &str = r#"
title = "Learning rate"
question = "Is 0.1 too high?"
[[entries]]
experiment = "base"
epoch = 6
color = "red"
[[entries]]
experiment = "high"
epoch = 6
color = "yellow"
[loss_chart]
axis = "over-batch-size"
[difference_chart]
[[overlays]]
title = "Both"
images = 2
"#;

const EPOCHS: &str = r#"
title = "Epochs"
[[entries]]
experiment = "base"
epoch = 3
color = "white"
[[entries]]
experiment = "base"
epoch = 6
color = "blue"
[[overlays]]
title = "Three and six"
images = 3
"#;

/// The experiments and comparisons above, as files would say them.
pub(crate) fn catalog() -> Catalog {
    let files = [
        ("experiments/base.toml", BASE),
        ("experiments/high.toml", HIGH),
        ("experiments/comparisons/rates.toml", RATES),
        ("experiments/comparisons/epochs.toml", EPOCHS),
    ];
    Catalog::from_texts(files.map(|(path, text)| (path.into(), text.to_owned())))
        .unwrap_or_else(|e| panic!("{e}"))
}

pub(crate) fn comparison(name: &str) -> Comparison {
    let mut all = catalog().comparisons.into_iter();
    all.find(|comparison| comparison.name == name).unwrap()
}

/// Truth of face `i`: a grid that moves to the right from face to face. The outer eye corners,
/// points 36 and 45, are 36 pixels apart: 9 columns of 4 pixels.
pub(crate) fn truth(i: usize) -> Vec<f32> {
    let point = |k: usize| {
        [
            60.0 + (k % 17) as f32 * 4.0 + i as f32,
            60.0 + (k / 17) as f32 * 20.0,
        ]
    };
    (0..68)
        .flat_map(point)
        .map(|pixel| (pixel - 100.0) / 50.0)
        .collect()
}

/// The truth of all faces moved by `pixels` along x.
fn moved(pixels: f32) -> Table {
    let values = (0..FACES).flat_map(truth).enumerate();
    let values = values.map(|(i, v)| if i % 2 == 0 { v + pixels / 50.0 } else { v });
    Table {
        columns: 136,
        values: values.collect(),
    }
}

fn samples() -> Samples {
    let sample = |i: usize| Sample {
        file: format!("test/Face_{i}1.jpg"),
        person: Some(format!("Face {i}")),
        original: [500, 500],
        resized: [250, 250],
        corner: [13, 13],
    };
    let set = SampleSet {
        samples: (0..FACES).map(sample).collect(),
        truth: moved(0.0),
        sheet_order: vec![2, 0, 1],
    };
    Samples {
        validation: SampleSet::default(),
        input_size: 224,
        test: set.clone(),
        train: set,
    }
}

fn run(config: RunSpec, id: &str, losses: &[f64], off: &[(usize, f32)], status: Status) -> RunData {
    let metrics = losses.iter().enumerate().map(|(epoch, loss)| EpochMetrics {
        validation_loss: None,
        epoch,
        train_loss: *loss,
        train_loss_remeasured: None,
        test_loss: (epoch % 2 == 0).then_some(loss * 1.1),
        learning_rate: config.train.learning_rate,
        seconds: 1.0,
        waiting_seconds: Some(0.1),
        evaluation_seconds: Some(1.0),
        images_per_second: 30.0,
    });
    let predictions = |pixels: f32| Predictions {
        validation: Table::default(),
        test: moved(pixels),
        train: moved(pixels),
    };
    RunData {
        annotations: Annotations::default(),
        known: KnownOfRun::default(),
        scheme: Scheme::face_68(),
        settings: settings_id(&config),
        metrics: metrics.collect(),
        health: Vec::new(),
        samples: samples(),
        predictions: off
            .iter()
            .map(|(epochs, pixels)| (*epochs, predictions(*pixels)))
            .collect(),
        record: RunRecord {
            format: FORMAT,
            id: id.to_owned(),
            data: description(),
            parameters: 20_332_808,
            environment: Environment {
                version: "1.0.0".to_owned(),
                commit: None,
                device: "cpu".to_owned(),
                tf32: false,
                threads: 2,
                platform: "linux x86_64".to_owned(),
                processor: None,
                runs_at_once: None,
            },
            constant_face: ConstantFace {
                train_loss: 0.195,
                test_loss: 0.178,
                face: truth(1),
            },
            status,
            snapshots: off
                .iter()
                .map(|(epochs, _)| Snapshot {
                    epochs: *epochs,
                    test_loss: losses[epochs - 1] * 1.1,
                    validation_loss: None,
                })
                .collect(),
            config,
        },
    }
}

fn description() -> DataDescription {
    DataDescription {
        kind: DataKind::Folder,
        name: "faces".to_owned(),
        scheme: Scheme::face_68().name().to_owned(),
        train_images: 30,
        test_images: FACES,
        train_people: 3,
        test_people: 3,
        shared_people: 3,
        near_duplicates: Some(FACES - 1),
        validation_images: 0,
        validation_people: 0,
        left_out: vec![],
    }
}

/// The study: the base learns, the high rate diverges in its fifth epoch.
pub(crate) fn study() -> StudyData {
    let catalog = catalog();
    let mut runs = BTreeMap::new();
    let mut experiments = Vec::new();
    for experiment in &catalog.experiments {
        let config = RunSpec {
            data_fingerprint: "00".to_owned(),
            data: experiment.data.clone(),
            model: experiment.model.clone(),
            train: experiment.train.clone(),
        };
        let id = format!("run-of-{}", experiment.name);
        let data = if experiment.name == "base" {
            let losses = [0.19, 0.1, 0.05, 0.03, 0.02, 0.016];
            run(
                config,
                &id,
                &losses,
                &[(3, 4.0), (6, 2.0)],
                Status::Finished,
            )
        } else {
            let losses = [0.9, 0.3, 0.21, 0.2];
            run(
                config,
                &id,
                &losses,
                &[(4, 30.0)],
                Status::Diverged { epoch: 4 },
            )
        };
        runs.insert(id.clone(), data);
        experiments.push(StudyExperiment {
            experiment: experiment.clone(),
            runs: vec![id],
        });
    }
    let scale = Scale {
        name: "full".to_owned(),
        description: "All of it.".to_owned(),
        input_size: None,
        train_images: None,
        test_images: None,
        epochs: 1.0,
        longest: None,
        evaluate_every: None,
        seeds: None,
    };
    let study = Study {
        format: STUDY_FORMAT,
        name: "faces-full".to_owned(),
        scale,
        data: description(),
        experiments,
        comparisons: catalog.comparisons,
    };
    StudyData {
        changed: Vec::new(),
        study,
        runs,
        unreadable: Vec::new(),
    }
}
