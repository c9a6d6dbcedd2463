//! What gives a run its id, field by field.

use std::collections::BTreeSet;

use faceoff_plan::run_id;
use faceoff_spec::{
    Accepts, Activation, Adam, Adamw, Augmentation, Brightness, Constant, Contrast, Cosine, Crop,
    DataSpec, Distributed, Dropout, DropoutSite, Field, Flip, Huber, Identity, Input, KindOf, L1,
    Loss, ModelSpec, Mse, Optimizer, Person, Preset, Relu, Rmsprop, Rotate, RunSpec, Schedule,
    ScheduleShape, Sgd, Shift, Skip, SmoothL1, Split, Step, TrainSpec, Wing, Zoom,
};
use serde_json::{Value, json};

/// What a change of a field means for a run.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    Another,
    TheSame,
}
use Then::{Another, TheSame};

/// Every field that an experiment can say of a run, and the data set's content. The tests below
/// derive the fields from the specification: a new one fails them until it is decided here whether
/// it makes another run. If it does, the table in `records.rs` may need the value with which it does
/// nothing, so that earlier runs keep their ids. The fields of a kind are decided with the kind,
/// those of a table may be decided with the table.
const DECIDED: &[(&str, Then)] = &[
    ("data_fingerprint", Another),
    ("data.set", TheSame),
    ("data.skip", TheSame),
    ("data.split", Another),
    ("data.input_size", Another),
    ("data.train_images", Another),
    ("data.test_images", Another),
    ("data.augment", Another),
    ("model.input", Another),
    ("model.conv", Another),
    ("model.linear", Another),
    ("model.activation", Another),
    ("model.last_activation", Another),
    ("model.dropout", Another),
    ("model.dropout.after", Another),
    ("model.dropout.p", Another),
    ("train.epochs", TheSame),
    ("train.snapshots", TheSame),
    ("train.batch_size", Another),
    ("train.evaluate_every", Another),
    ("train.seed", Another),
    ("train.learning_rate", Another),
    ("train.schedule", Another),
    ("train.schedule.warmup", Another),
    ("train.optimizer", Another),
    ("train.loss", Another),
    ("train.loss_scale", Another),
];

/// A run that uses every field.
fn example() -> RunSpec {
    RunSpec {
        data_fingerprint: "f".to_owned(),
        data: DataSpec {
            set: Some("faces".to_owned()),
            skip: Skip::Nothing,
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
                ..Augmentation::default()
            },
        },
        model: ModelSpec {
            input: Input::Standardized,
            conv: vec![32, 64],
            linear: vec![1088],
            activation: Activation::Relu(Relu),
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
            optimizer: SGD,
            loss: Loss::Mse(Mse),
            loss_scale: 1.0,
        },
    }
}

const SGD: Optimizer = Optimizer::Sgd(Sgd {
    momentum: 0.5,
    nesterov: false,
    weight_decay: 0.0,
});

/// Walks over the fields of a specification and changes each in turn.
struct Walk {
    /// Fields that were changed.
    seen: BTreeSet<String>,
}

impl Walk {
    /// Changes every one of `fields`. Files say them below `path`; `run` has them at `place`, a JSON
    /// pointer.
    fn fields(&mut self, run: &Value, path: &str, place: &str, fields: &[Field]) {
        for field in fields {
            let (path, place) = (below(path, field.name), format!("{place}/{}", field.name));
            self.field(run, &path, &place, field);
        }
    }

    fn field(&mut self, run: &Value, path: &str, place: &str, field: &Field) {
        let value = run.pointer(place).unwrap();
        match field.accepts {
            Accepts::Table(groups) => {
                for fields in groups {
                    self.fields(run, path, place, fields);
                }
            }
            Accepts::Tables(fields, _) => {
                self.change(run, path, place, json!([]));
                self.fields(run, path, &format!("{place}/0"), fields);
            }
            Accepts::Kind(kinds) => {
                self.fields(run, path, place, kinds.shared);
                // A kind beside fields that all kinds share has a place of its own.
                let place = match kinds.shared {
                    [] => place.to_owned(),
                    _ => format!("{place}/shape"),
                };
                for kind in kinds.kinds {
                    let given = with(run, &place, given(kind));
                    if given != *run {
                        self.check(path, run, &given);
                    }
                    let (path, place) = (below(path, kind.name), format!("{place}/{}", kind.name));
                    self.fields(&given, &path, &place, kind.fields);
                }
            }
            Accepts::Choice(names) | Accepts::Renamed(names, _) => {
                let other = names.iter().find(|name| **name != value).unwrap();
                self.change(run, path, place, json!(other));
            }
            Accepts::Word(words) => {
                assert!((words.holds)("linear1"), "no other word known for {path}");
                self.change(run, path, place, json!("linear1"));
            }
            Accepts::Text | Accepts::Prose => self.change(run, path, place, json!("other")),
            Accepts::Flag => self.change(run, path, place, json!(!value.as_bool().unwrap())),
            Accepts::Number(_) => {
                let number = value.as_f64().unwrap();
                self.change(run, path, place, json!(number + 0.0625));
            }
            Accepts::Seed | Accepts::Whole(_) | Accepts::WholeOrAll(_) | Accepts::Signed(_) => {
                let number = value.as_u64().unwrap();
                self.change(run, path, place, json!(number + 1));
            }
            Accepts::Wholes(..) => self.change(run, path, place, json!([7, 77])),
            Accepts::Texts(_) => self.change(run, path, place, json!(["other"])),
        }
        // Absent, an optional field stands for something of its own.
        if matches!(field.preset, Preset::Absent(_))
            || matches!(field.accepts, Accepts::WholeOrAll(_))
        {
            self.change(run, path, place, Value::Null);
        }
    }

    fn change(&mut self, run: &Value, path: &str, place: &str, value: Value) {
        self.check(path, run, &with(run, place, value));
    }

    /// That a change of the field at `path`, from one run to the other, means what was decided.
    fn check(&mut self, path: &str, before: &Value, after: &Value) {
        let spec = |run: &Value| serde_json::from_value::<RunSpec>(run.clone()).unwrap();
        let (before, after) = (spec(before), spec(after));
        assert_ne!(after, before, "{path} was not changed");
        let Some((field, decided)) = decided(path) else {
            panic!("does `{path}` determine the outcome of a run? Say so in DECIDED");
        };
        let found = match run_id(&before) == run_id(&after) {
            true => TheSame,
            false => Another,
        };
        assert_eq!(found, decided, "a change of {path}");
        self.seen.insert(field.to_owned());
    }
}

/// What is decided of the field at `path`, and of which field it is decided: of itself, or of the
/// nearest that it is in.
fn decided(path: &str) -> Option<(&'static str, Then)> {
    std::iter::successors(Some(path), |path| Some(path.rsplit_once('.')?.0))
        .find_map(|name| DECIDED.iter().copied().find(|(field, _)| *field == name))
}

fn below(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn with(run: &Value, place: &str, value: Value) -> Value {
    let mut run = run.clone();
    *run.pointer_mut(place).unwrap() = value;
    run
}

/// A kind as a record has it, its fields with their defaults.
fn given(kind: &KindOf) -> Value {
    let default = |field: &Field| match field.preset {
        Preset::Value(text) => serde_json::from_str(text).unwrap(),
        Preset::As(_) | Preset::Absent(_) | Preset::Required => {
            assert!(matches!(
                field.accepts,
                Accepts::Whole(_) | Accepts::Number(_)
            ));
            json!(1)
        }
    };
    let fields = kind.fields.iter();
    let fields: serde_json::Map<_, _> = fields
        .map(|field| (field.name.to_owned(), default(field)))
        .collect();
    match fields.is_empty() {
        true => json!(kind.name),
        false => json!({ kind.name: fields }),
    }
}

#[test]
fn what_determines_the_outcome_and_nothing_else_makes_another_run() {
    let run = serde_json::to_value(example()).unwrap();
    let mut walk = Walk {
        seen: BTreeSet::new(),
    };
    walk.change(
        &run,
        "data_fingerprint",
        "/data_fingerprint",
        json!("other"),
    );
    walk.fields(&run, "data", "/data", DataSpec::FIELDS);
    walk.fields(&run, "model", "/model", ModelSpec::FIELDS);
    walk.fields(&run, "train", "/train", TrainSpec::FIELDS);
    let decided: BTreeSet<_> = DECIDED.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(walk.seen, decided, "DECIDED lists fields that are no more");
}

/// Records of earlier runs are found again only while this holds. Add to it; change nothing.
#[test]
fn a_run_never_gets_another_id() {
    let (beta1, beta2, epsilon, weight_decay) = (0.5, 0.75, 0.125, 0.0);
    let adam = Adam {
        beta1,
        beta2,
        epsilon,
        weight_decay,
    };
    let adamw = Adamw {
        beta1,
        beta2,
        epsilon,
        weight_decay,
    };
    let rmsprop = Rmsprop {
        alpha: 0.5,
        epsilon,
        weight_decay,
    };
    let step = Step {
        every: 10,
        factor: 0.5,
    };
    let cosine = Cosine {
        over: 85,
        minimum: 0.0,
    };
    let distributed = Split::Distributed(Distributed);
    let person = Split::Person(Person {
        test_fraction: 0.25,
        validation_fraction: 0.0,
        seed: 0,
    });
    let wing = Wing { w: 10.0, epsilon };
    type Run = (Optimizer, Loss, ScheduleShape, Split);
    let runs: [(&str, Run); 5] = [
        (
            "ad78c755b5f994d7",
            (SGD, Mse.into(), Constant.into(), distributed),
        ),
        (
            "e1c3b3411d2ad782",
            (adam.into(), L1.into(), step.into(), person),
        ),
        (
            "e5b46354d9ee9e04",
            (
                adamw.into(),
                SmoothL1 { beta: 1.0 }.into(),
                cosine.into(),
                distributed,
            ),
        ),
        (
            "a234e5159a9f82f0",
            (
                rmsprop.into(),
                Huber { delta: 1.0 }.into(),
                Constant.into(),
                person,
            ),
        ),
        (
            "4acf5b987b347ba7",
            (SGD, wing.into(), step.into(), distributed),
        ),
    ];
    for (id, (optimizer, loss, shape, split)) in runs {
        let mut run = example();
        run.train.optimizer = optimizer;
        run.train.loss = loss;
        run.train.schedule.shape = shape;
        run.data.split = split;
        // Fields that came later, with the values with which they do nothing.
        run.data.augment = Augmentation::default();
        run.model.input = Input::default();
        assert_eq!(run_id(&run), id, "{run:?}");
    }
}

/// Runs in which landmarks move were trained with pixels and landmarks that did not fit. They got
/// other ids when that was mended; all others kept theirs.
#[test]
fn what_moves_landmarks_is_not_what_it_once_was() {
    let mut run = example();
    run.data.augment = Augmentation {
        flip: Flip(0.5),
        ..Augmentation::default()
    };
    assert_ne!(run_id(&run), "4fbd501f175746b6");
    assert_eq!(run_id(&run), "b977635ec11a4021");
    run.data.augment = Augmentation {
        brightness: Brightness(0.5),
        ..Augmentation::default()
    };
    assert_eq!(run_id(&run), "7fd00f2cf87045fd");
}
