//! The name of a run: a hash of everything that determines its outcome, and of nothing else.

use faceoff_record::RunConfig;
use serde_json::{Map, Value, json};

/// Of the way identities are computed. With another number every run gets another name, and what
/// was trained before is not found again; so it changes only when old outcomes are no longer
/// what the same configuration comes to.
const VERSION: u32 = 1;

/// Fields that do not determine the outcome: how long a run goes on and what is kept of it on the
/// way, and where the data set (named by its content) lies.
const ASIDE: [[&str; 2]; 3] = [["train", "epochs"], ["train", "snapshots"], ["data", "set"]];

/// The name of the run that trains `config`: 16 hexadecimal digits.
///
/// They are the first of the BLAKE3 hash of the configuration as JSON with sorted keys, without
/// the number of epochs, the snapshots and the data set's folder. Evaluation is part of it: runs
/// that are evaluated at other epochs leave other records.
pub fn run_id(config: &RunConfig) -> String {
    let RunConfig {
        data_fingerprint,
        data,
        model,
        train,
    } = config;
    let mut config = json!({
        "data_fingerprint": data_fingerprint,
        "data": data,
        "model": model,
        "train": train,
    });
    for [table, field] in ASIDE {
        if let Some(fields) = config.get_mut(table).and_then(Value::as_object_mut) {
            fields.remove(field);
        }
    }
    let canonical = sorted(json!({ "identity": VERSION, "run": config })).to_string();
    let hash = blake3::hash(canonical.as_bytes()).to_hex();
    hash[..16].to_owned()
}

/// With the keys of every object in order, whatever order the JSON library keeps them in.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            let fields = fields.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(Map::from_iter(fields))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use faceoff_spec::{
        Activation, Adam, Adamw, Augmentation, Brightness, Constant, Contrast, Cosine, Crop,
        DataSpec, Distributed, Dropout, DropoutSite, Flip, Huber, Identity, Input, L1, Loss,
        ModelSpec, Mse, Optimizer, Person, Rmsprop, Rotate, Schedule, ScheduleShape, Sgd, Shift,
        SmoothL1, Split, Step, TrainSpec, Wing, Zoom,
    };

    use super::*;

    /// What a change of a field means for a run.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Then {
        Another,
        TheSame,
    }
    use Then::{Another, TheSame};

    /// Every field there is. A new field of a specification fails the tests below until it is
    /// decided here whether it makes another run.
    const FIELDS: [(&str, Then); 56] = [
        ("data_fingerprint", Another),
        ("data.set", TheSame),
        ("data.split.person.test_fraction", Another),
        ("data.split.person.seed", Another),
        ("data.split", Another),
        ("data.input_size", Another),
        ("data.train_images", Another),
        ("data.test_images", Another),
        ("data.augment.crop", Another),
        ("data.augment.flip", Another),
        ("data.augment.rotate", Another),
        ("data.augment.zoom", Another),
        ("data.augment.shift", Another),
        ("data.augment.brightness", Another),
        ("data.augment.contrast", Another),
        ("model.input", Another),
        ("model.conv", Another),
        ("model.linear", Another),
        ("model.last_activation", Another),
        ("model.dropout.after", Another),
        ("model.dropout.p", Another),
        ("train.epochs", TheSame),
        ("train.snapshots", TheSame),
        ("train.batch_size", Another),
        ("train.evaluate_every", Another),
        ("train.seed", Another),
        ("train.learning_rate", Another),
        ("train.schedule.warmup", Another),
        ("train.schedule.shape", Another),
        ("train.schedule.shape.step.every", Another),
        ("train.schedule.shape.step.factor", Another),
        ("train.schedule.shape.cosine.over", Another),
        ("train.schedule.shape.cosine.minimum", Another),
        ("train.optimizer.sgd.momentum", Another),
        ("train.optimizer.sgd.nesterov", Another),
        ("train.optimizer.sgd.weight_decay", Another),
        ("train.optimizer.adam.beta1", Another),
        ("train.optimizer.adam.beta2", Another),
        ("train.optimizer.adam.epsilon", Another),
        ("train.optimizer.adam.weight_decay", Another),
        ("train.optimizer.adamw.beta1", Another),
        ("train.optimizer.adamw.beta2", Another),
        ("train.optimizer.adamw.epsilon", Another),
        ("train.optimizer.adamw.weight_decay", Another),
        ("train.optimizer.rmsprop.alpha", Another),
        ("train.optimizer.rmsprop.epsilon", Another),
        ("train.optimizer.rmsprop.weight_decay", Another),
        ("train.loss", Another),
        ("train.loss.smooth-l1.beta", Another),
        ("train.loss.huber.delta", Another),
        ("train.loss.wing.w", Another),
        ("train.loss.wing.epsilon", Another),
        ("train.loss_scale", Another),
        // Absent, these fields stand for something of their own.
        ("data.set (absent)", TheSame),
        ("data.train_images (absent)", Another),
        ("data.test_images (absent)", Another),
    ];

    fn config() -> RunConfig {
        RunConfig {
            data_fingerprint: "f".to_owned(),
            data: DataSpec {
                set: Some("faces".to_owned()),
                split: Split::Distributed(Distributed),
                input_size: 224,
                train_images: Some(10),
                test_images: Some(10),
                augment: Augmentation {
                    crop: Crop::Random,
                    flip: Flip(0.0),
                    rotate: Rotate(5.0),
                    zoom: Zoom(0.1),
                    shift: Shift(0.2),
                    brightness: Brightness(0.3),
                    contrast: Contrast(0.4),
                },
            },
            model: ModelSpec {
                input: Input::Standardized,
                conv: vec![32, 64],
                linear: vec![1088],
                last_activation: Activation::None(Identity),
                dropout: vec![Dropout {
                    after: DropoutSite::Conv(1),
                    p: 0.25,
                }],
            },
            train: TrainSpec {
                epochs: 85,
                snapshots: vec![15],
                batch_size: 10,
                evaluate_every: 3,
                seed: 0,
                learning_rate: 0.001,
                schedule: Schedule {
                    warmup: 0.0,
                    shape: ScheduleShape::Constant(Constant),
                },
                optimizer: sgd(),
                loss: Loss::Mse(Mse),
                loss_scale: 1.0,
            },
        }
    }

    fn sgd() -> Optimizer {
        Optimizer::Sgd(Sgd {
            momentum: 0.5,
            nesterov: false,
            weight_decay: 0.0,
        })
    }

    /// Configurations that between them have every variant, so every field.
    fn configs() -> Vec<RunConfig> {
        let (beta1, beta2, epsilon, weight_decay) = (0.5, 0.75, 0.125, 0.0);
        let optimizers = [
            sgd(),
            Optimizer::Adam(Adam {
                beta1,
                beta2,
                epsilon,
                weight_decay,
            }),
            Optimizer::Adamw(Adamw {
                beta1,
                beta2,
                epsilon,
                weight_decay,
            }),
            Optimizer::Rmsprop(Rmsprop {
                alpha: 0.5,
                epsilon,
                weight_decay,
            }),
        ];
        let losses = [
            Loss::Mse(Mse),
            Loss::L1(L1),
            Loss::SmoothL1(SmoothL1 { beta: 1.0 }),
            Loss::Huber(Huber { delta: 1.0 }),
            Loss::Wing(Wing { w: 10.0, epsilon }),
        ];
        let shapes = [
            ScheduleShape::Constant(Constant),
            ScheduleShape::Step(Step {
                every: 10,
                factor: 0.5,
            }),
            ScheduleShape::Cosine(Cosine {
                over: 85,
                minimum: 0.0,
            }),
        ];
        let splits = [
            Split::Distributed(Distributed),
            Split::Person(Person {
                test_fraction: 0.25,
                seed: 0,
            }),
        ];
        let longest = optimizers.len().max(losses.len());
        let nth = |i: usize| {
            let mut config = config();
            config.train.optimizer = optimizers[i % optimizers.len()];
            config.train.loss = losses[i % losses.len()];
            config.train.schedule.shape = shapes[i % shapes.len()];
            config.data.split = splits[i % splits.len()];
            every_variant_is_here(&config);
            config
        };
        (0..longest).map(nth).collect()
    }

    /// Does not compile when there is a variant that [`configs`] may lack.
    fn every_variant_is_here(config: &RunConfig) {
        match config.train.optimizer {
            Optimizer::Sgd(_)
            | Optimizer::Adam(_)
            | Optimizer::Adamw(_)
            | Optimizer::Rmsprop(_) => {}
        }
        match config.train.loss {
            Loss::Mse(Mse) | Loss::L1(L1) | Loss::SmoothL1(_) | Loss::Huber(_) | Loss::Wing(_) => {}
        }
        match config.train.schedule.shape {
            ScheduleShape::Constant(Constant)
            | ScheduleShape::Step(_)
            | ScheduleShape::Cosine(_) => {}
        }
        match config.data.split {
            Split::Distributed(Distributed) | Split::Person(_) => {}
        }
    }

    /// The values of a configuration by path; a list counts as one value, but for one of tables.
    fn leaves(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
        let below = |name: &str| match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    leaves(&below(name), value, found);
                }
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for item in items {
                    leaves(path, item, found);
                }
            }
            _ => found.push((path.to_owned(), value.to_string())),
        }
    }

    /// Another value for what is at a path; names by what they mean.
    fn changed(path: &str, value: &Value) -> Value {
        match (path, value) {
            (_, Value::Bool(flag)) => json!(!flag),
            (_, Value::Number(n)) if n.is_f64() => json!(n.as_f64().unwrap() + 0.0625),
            (_, Value::Number(n)) => json!(n.as_u64().unwrap() + 1),
            ("data.set" | "data_fingerprint", _) => json!("other"),
            ("data.split", _) => json!({"person": {"test_fraction": 0.5, "seed": 3}}),
            ("data.augment.crop", _) => json!("center"),
            ("model.input", _) => json!("grey"),
            ("model.last_activation", _) => json!("relu"),
            ("model.dropout.after", _) => json!("linear1"),
            ("train.schedule.shape", _) => json!({"step": {"every": 5, "factor": 0.5}}),
            ("train.loss", Value::String(name)) if name == "mse" => json!("l1"),
            ("train.loss", _) => json!("mse"),
            (_, Value::Array(items)) => {
                let mut items = items.clone();
                items.push(json!(77));
                Value::Array(items)
            }
            _ => panic!("no other value known for {path}: {value}"),
        }
    }

    /// The value at `path`, through lists.
    fn at<'v>(value: &'v mut Value, path: &str) -> &'v mut Value {
        let step = |value: &'v mut Value, name: &str| {
            let value = match value {
                Value::Array(items) => &mut items[0],
                value => value,
            };
            value.get_mut(name).unwrap()
        };
        path.split('.').fold(value, step)
    }

    fn check(path: &str, before: &RunConfig, after: &Value, seen: &mut BTreeSet<String>) {
        let after: RunConfig = serde_json::from_value(after.clone()).unwrap();
        assert_ne!(&after, before, "{path} was not changed");
        let Some((_, expected)) = FIELDS.iter().find(|(field, _)| *field == path) else {
            panic!("does `{path}` determine the outcome of a run? Say so in FIELDS");
        };
        let found = match run_id(before) == run_id(&after) {
            true => TheSame,
            false => Another,
        };
        assert_eq!(found, *expected, "a change of {path}");
        seen.insert(path.to_owned());
    }

    #[test]
    fn what_determines_the_outcome_and_nothing_else_makes_another_run() {
        let mut seen = BTreeSet::new();
        for config in configs() {
            let json = serde_json::to_value(&config).unwrap();
            let mut fields = Vec::new();
            leaves("", &json, &mut fields);
            for (path, _) in fields {
                let mut other = json.clone();
                let value = at(&mut other, &path);
                *value = changed(&path, value);
                check(&path, &config, &other, &mut seen);
            }
            for path in ["data.set", "data.train_images", "data.test_images"] {
                let mut other = json.clone();
                *at(&mut other, path) = Value::Null;
                check(&format!("{path} (absent)"), &config, &other, &mut seen);
            }
        }
        let decided: BTreeSet<_> = FIELDS.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(seen, decided, "FIELDS lists what there is no more");
    }

    #[test]
    fn a_runs_name_never_changes() {
        // Records of earlier runs are found again only while this holds.
        let ids = configs().into_iter().map(|mut config| {
            // Fields that came later and are not there where they do nothing.
            config.data.augment = Augmentation::default();
            config.model.input = Input::default();
            run_id(&config)
        });
        let expected = [
            "ad78c755b5f994d7",
            "e1c3b3411d2ad782",
            "e5b46354d9ee9e04",
            "a234e5159a9f82f0",
            "4acf5b987b347ba7",
        ];
        assert_eq!(ids.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value = json!({"b": [{"z": 1, "a": 2}], "a": {"d": 1, "c": 2}});
        assert_eq!(
            sorted(value).to_string(),
            r#"{"a":{"c":2,"d":1},"b":[{"a":2,"z":1}]}"#
        );
    }
}
