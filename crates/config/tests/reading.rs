//! Files that say what they should.

use std::path::Path;

use faceoff_config::{Catalog, Error};
use faceoff_spec::{
    Adam, Adamw, Augmentation, Color, Comparison, Constant, Cosine, Crop, Distributed, Dropout,
    DropoutSite, Experiment, Flip, Huber, L1, Loss, Mse, Optimizer, Person, Relu, Rmsprop,
    Schedule, ScheduleShape, Sgd, SmoothL1, Split, Step, Wing,
};

fn read(files: &[(&str, &str)]) -> Catalog {
    let files = files
        .iter()
        .map(|(path, text)| (path.into(), (*text).to_owned()));
    Catalog::from_texts(files).unwrap_or_else(|error| panic!("{error}"))
}

fn experiment(text: &str) -> Experiment {
    read(&[("experiments/a.toml", text)]).experiments.remove(0)
}

fn comparison(text: &str) -> Comparison {
    let base = ("experiments/base.toml", "[train]\nepochs = 100\n");
    let other = ("experiments/other.toml", "[train]\nepochs = 85\n");
    read(&[base, other, ("experiments/comparisons/c.toml", text)])
        .comparisons
        .remove(0)
}

#[test]
fn an_empty_file_is_the_studys_base() {
    insta::assert_debug_snapshot!(experiment(""));
}

#[test]
fn everything_can_be_said() {
    let said = experiment(
        r##"
        name = "all"
        title = "All"
        description = "Everything."
        [data]
        set = "faces"
        split = { kind = "person", test_fraction = 0.3, seed = 5 }
        input_size = 100
        train_images = 50
        test_images = 20
        augment = { crop = "center", flip = 0.5, rotate = 10, zoom = 0.1, shift = 0.2, brightness = 0.3, contrast = 0.4 }
        [model]
        input = "standardized"
        conv = [4, 8]
        linear = [30, 20, 10]
        activation = "none"
        last_activation = "relu"
        dropout = [{ after = "linear3", p = 0.5 }, { after = "conv2", p = 0 }]
        [train]
        epochs = 20
        snapshots = [10, 5, 20, 5]
        batch_size = 7
        evaluate_every = 2
        seed = 9_223_372_036_854_775_807
        seeds = 100
        learning_rate = 1
        schedule = { kind = "cosine", warmup = 1.5, over = 30, minimum = 1e-5 }
        optimizer = { kind = "rmsprop", alpha = 0.9 }
        loss = { kind = "wing", w = 5, epsilon = 0.5 }
        loss_scale = 128
        "##,
    );
    insta::assert_debug_snapshot!(said);
}

#[test]
fn every_kind_has_pytorchs_defaults() {
    let sgd = |momentum, nesterov| {
        Optimizer::Sgd(Sgd {
            momentum,
            nesterov,
            weight_decay: 0.0,
        })
    };
    let (beta1, beta2, epsilon) = (0.9, 0.999, 1e-8);
    let optimizers = [
        ("'sgd'", sgd(0.0, false)),
        (
            "{ kind = 'sgd', momentum = 0.9, nesterov = true }",
            sgd(0.9, true),
        ),
        (
            "'adam'",
            Optimizer::Adam(Adam {
                beta1,
                beta2,
                epsilon,
                weight_decay: 0.0,
            }),
        ),
        (
            "{ kind = 'adamw', beta1 = 0.8 }",
            Optimizer::Adamw(Adamw {
                beta1: 0.8,
                beta2,
                epsilon,
                weight_decay: 0.01,
            }),
        ),
        (
            "'rmsprop'",
            Optimizer::Rmsprop(Rmsprop {
                alpha: 0.99,
                epsilon,
                weight_decay: 0.0,
            }),
        ),
    ];
    for (text, expected) in optimizers {
        let found = experiment(&format!("[train]\noptimizer = {text}"))
            .train
            .optimizer;
        assert_eq!(found, expected, "{text}");
    }
    let losses = [
        ("'mse'", Loss::Mse(Mse)),
        ("'l1'", Loss::L1(L1)),
        ("'smooth-l1'", Loss::SmoothL1(SmoothL1 { beta: 1.0 })),
        (
            "{ kind = 'huber', delta = 2 }",
            Loss::Huber(Huber { delta: 2.0 }),
        ),
        (
            "'wing'",
            Loss::Wing(Wing {
                w: 10.0,
                epsilon: 2.0,
            }),
        ),
    ];
    for (text, expected) in losses {
        let found = experiment(&format!("[train]\nloss = {text}")).train.loss;
        assert_eq!(found, expected, "{text}");
    }
    let schedules = [
        ("'constant'", 0.0, ScheduleShape::Constant(Constant)),
        ("{ warmup = 3 }", 3.0, ScheduleShape::Constant(Constant)),
        (
            "{ kind = 'step', every = 30 }",
            0.0,
            ScheduleShape::Step(Step {
                every: 30,
                factor: 0.1,
            }),
        ),
        (
            "'cosine'",
            0.0,
            ScheduleShape::Cosine(Cosine {
                over: 12,
                minimum: 0.0,
            }),
        ),
    ];
    for (text, warmup, shape) in schedules {
        let found = experiment(&format!("[train]\nepochs = 12\nschedule = {text}"))
            .train
            .schedule;
        assert_eq!(found, Schedule { warmup, shape }, "{text}");
    }
}

#[test]
fn what_is_extended_comes_down_but_for_what_is_about_the_file() {
    let catalog = read(&[
        (
            "experiments/a.toml",
            "title = \"A\"\ndescription = \"a\"\n[data]\nset = \"x\"\n[train]\nepochs = 40\nsnapshots = [10]\noptimizer = { kind = \"sgd\", momentum = 0.9 }\n",
        ),
        (
            "experiments/b.toml",
            "extends = \"a\"\n[train]\nepochs = 5\noptimizer = { nesterov = true }\n[data.augment]\nflip = 0.5\n",
        ),
        (
            "experiments/c.toml",
            "extends = \"b\"\n[train]\noptimizer = \"adam\"\n",
        ),
    ]);
    let b = catalog.experiment("b").unwrap();
    assert_eq!((b.title.as_str(), b.description.as_str()), ("b", ""));
    assert_eq!(b.extends.as_deref(), Some("a"));
    assert_eq!((b.train.epochs, b.train.snapshots.as_slice()), (5, &[][..]));
    let sgd = Optimizer::Sgd(Sgd {
        momentum: 0.9,
        nesterov: true,
        weight_decay: 0.0,
    });
    assert_eq!(b.train.optimizer, sgd);
    let augment = Augmentation {
        crop: Crop::Random,
        flip: Flip(0.5),
        ..Augmentation::default()
    };
    assert_eq!(b.data.augment, augment);
    let c = catalog.experiment("c").unwrap();
    assert_eq!(c.data.set.as_deref(), Some("x"));
    assert_eq!((c.data.augment, c.train.epochs), (augment, 5));
    assert!(matches!(c.train.optimizer, Optimizer::Adam(_)));
}

#[test]
fn splits_take_their_fields_from_what_is_extended() {
    let catalog = read(&[
        (
            "experiments/a.toml",
            "[data]\nsplit = { kind = \"person\", test_fraction = 0.4 }\n",
        ),
        (
            "experiments/b.toml",
            "extends = \"a\"\n[data]\nsplit = { seed = 3 }\n",
        ),
        (
            "experiments/c.toml",
            "extends = \"b\"\n[data]\nsplit = \"distributed\"\n",
        ),
    ]);
    let split = |name| catalog.experiment(name).unwrap().data.split;
    let person = |seed| {
        Split::Person(Person {
            test_fraction: 0.4,
            validation_fraction: 0.0,
            seed,
        })
    };
    assert_eq!(
        [split("a"), split("b"), split("c")],
        [person(0), person(3), Split::Distributed(Distributed)]
    );
}

#[test]
fn dropout_is_sorted_by_layer() {
    let model = experiment(
        "[model]\ndropout = [{ after = \"linear1\", p = 0.1 }, { after = \"conv2\", p = 0.2 }]",
    )
    .model;
    let dropout = |after, p| Dropout { after, p };
    let expected = [
        dropout(DropoutSite::Conv(1), 0.2),
        dropout(DropoutSite::Linear(0), 0.1),
    ];
    assert_eq!(model.dropout, expected);
}

#[test]
fn minus_zero_is_zero() {
    let train = experiment("[train]\noptimizer = { weight_decay = -0.0 }").train;
    let Optimizer::Adam(Adam { weight_decay, .. }) = train.optimizer else {
        panic!("{train:?}");
    };
    assert!(weight_decay.is_sign_positive());
}

#[test]
fn a_comparison_needs_only_entries() {
    insta::assert_debug_snapshot!(comparison(
        "[[entries]]\nexperiment = \"base\"\n[[entries]]\nexperiment = \"other\"\n[loss_chart]\n[difference_chart]\n[[overlays]]\n"
    ));
}

#[test]
fn the_former_name_of_an_axis_is_read() {
    let axis = |name: &str| {
        let text = format!("[[entries]]\nexperiment = \"base\"\n[loss_chart]\naxis = \"{name}\"\n");
        comparison(&text).loss_chart.unwrap().axis
    };
    assert_eq!(axis("report"), axis("over-batch-size"));
    assert_ne!(axis("mean"), axis("over-batch-size"));
    let recorded: faceoff_spec::Axis = serde_json::from_str("\"report\"").unwrap();
    assert_eq!(recorded, axis("over-batch-size"));
}

#[test]
fn several_epochs_of_one_experiment_have_keys_of_their_own_and_one_curve() {
    let comparison = comparison(
        "[[entries]]\nexperiment = \"base\"\nepoch = 15\ncolor = \"white\"\n[[entries]]\nexperiment = \"base\"\n[[entries]]\nexperiment = \"other\"\ncolor = \"#010203\"\n[[overlays]]\nentries = [\"base@15\", \"other\"]\nfiles = [\"test/A_1.jpg\", \"test/B_2.jpg\"]\n",
    );
    let entry = |i: usize| {
        let entry = &comparison.entries[i];
        (
            entry.key.as_str(),
            entry.epoch,
            entry.color,
            entry.in_charts,
        )
    };
    assert_eq!(entry(0), ("base@15", 15, Color::rgb(255, 255, 255), false));
    assert_eq!(entry(1), ("base@100", 100, Color::rgb(255, 0, 255), true));
    assert_eq!(entry(2), ("other", 85, Color::rgb(1, 2, 3), true));
    let overlay = &comparison.overlays[0];
    assert_eq!(overlay.entries, ["base@15", "other"]);
    assert_eq!(
        (overlay.images, overlay.skip, overlay.files.len()),
        (2, 0, 2)
    );
}

#[test]
fn a_comparison_without_a_file_is_as_one_that_says_no_more_than_it_must() {
    let mut said = comparison(
        "order = 1000\ntitle = \"T\"\n[loss_chart]\n[difference_chart]\n[[overlays]]\n[[entries]]\nexperiment = \"base\"\nepoch = 15\n[[entries]]\nexperiment = \"base\"\n[[entries]]\nexperiment = \"other\"\n",
    );
    let entries = [("base", 15), ("base", 100), ("other", 85)];
    said.name = "base@15-and-base@100-and-other".to_owned();
    assert_eq!(Comparison::ad_hoc("T", &entries), said);
}

#[test]
fn no_sheet_has_two_entries_of_one_color() {
    let names: Vec<String> = (0..17).map(|i| format!("e{i}")).collect();
    let entries: Vec<_> = names.iter().map(|name| (name.as_str(), 3)).collect();
    let comparison = Comparison::ad_hoc("Many", &entries);
    let drawn: Vec<&String> = comparison
        .overlays
        .iter()
        .flat_map(|o| &o.entries)
        .collect();
    assert!(drawn.into_iter().eq(&names));
    for overlay in &comparison.overlays {
        let drawn = comparison.entries.iter();
        let drawn = drawn.filter(|entry| overlay.entries.contains(&entry.key));
        let mut colors: Vec<String> = drawn.map(|entry| entry.color.to_string()).collect();
        colors.push(overlay.truth.to_string());
        let count = colors.len();
        colors.sort();
        colors.dedup();
        assert_eq!(colors.len(), count, "{:?}", overlay.entries);
    }
}

#[test]
fn names_that_stand_for_nothing_are_answered_with_those_that_do() {
    let catalog = read(&[("experiments/base.toml", ""), ("experiments/sgd.toml", "")]);
    let message = catalog.experiment("bas").unwrap_err().to_string();
    insta::assert_snapshot!(message, @"no experiment is called `bas` (did you mean `base`?); there are `base`, `sgd`");
    assert!(matches!(catalog.scale("quick"), Err(Error::Unknown { .. })));
}

#[test]
fn a_folder_is_read_as_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    assert!(matches!(
        Catalog::load(folder.path()),
        Err(Error::Empty { .. })
    ));
    write("b.toml", "");
    write("a.toml", "");
    write("notes.md", "not an experiment");
    write(".hidden.toml", "not = an experiment");
    write("old/c.toml", "not = read");
    write("scales/small.toml", "epochs = 0.5");
    write(
        "comparisons/x.toml",
        "order = 2\n[[entries]]\nexperiment = \"a\"",
    );
    write(
        "comparisons/y.toml",
        "order = 1\n[[entries]]\nexperiment = \"b\"",
    );
    let catalog = Catalog::load(folder.path()).unwrap();
    let names: Vec<_> = catalog
        .experiments
        .iter()
        .map(|e| e.name.as_str())
        .collect();
    assert_eq!(names, ["a", "b"]);
    let names: Vec<_> = catalog
        .comparisons
        .iter()
        .map(|c| c.name.as_str())
        .collect();
    assert_eq!(names, ["y", "x"]);
    assert_eq!(catalog.scale("small").unwrap().epochs, 0.5);
    let missing = Catalog::load(&folder.path().join("nowhere")).unwrap_err();
    assert!(missing.to_string().contains("nowhere"), "{missing}");
}

#[test]
fn the_studys_files_say_what_the_study_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments");
    let catalog = Catalog::load(&folder).unwrap_or_else(|error| panic!("{error}"));
    insta::assert_debug_snapshot!("study_comparisons", catalog.comparisons);
    insta::assert_debug_snapshot!("study_scales", catalog.scales);
    // What each row of the study's table changes, and nothing else.
    let base = catalog.experiment("base").unwrap();
    assert_eq!(base.train.snapshots, [15, 50, 85, 250]);
    assert_eq!(base.train.epochs, 700);
    type Change = fn(&mut Experiment);
    let changes: [(&str, Change); 6] = [
        ("high-learning-rate", |e| e.train.learning_rate = 0.1),
        ("sgd", |e| {
            e.train.optimizer = Optimizer::Sgd(Sgd {
                momentum: 0.0,
                nesterov: false,
                weight_decay: 0.0,
            });
        }),
        ("smooth-l1", |e| {
            e.train.loss = Loss::SmoothL1(SmoothL1 { beta: 1.0 })
        }),
        ("dropout", |e| {
            let sites = [
                DropoutSite::Conv(2),
                DropoutSite::Conv(3),
                DropoutSite::Linear(0),
            ];
            e.model.dropout = sites.map(|after| Dropout { after, p: 0.3 }).to_vec();
        }),
        ("more-linear", |e| e.model.linear = vec![5440, 1088]),
        ("relu-last", |e| {
            e.model.last_activation = faceoff_spec::Activation::Relu(Relu)
        }),
    ];
    // Of the study are those that test on the people it tested on, with one seed.
    let of_study =
        |e: &&Experiment| e.data.split == Split::Distributed(Distributed) && e.seeds == 1;
    let count = catalog.experiments.iter().filter(of_study).count();
    assert_eq!(count, 1 + changes.len());
    for (name, change) in changes {
        let found = catalog.experiment(name).unwrap();
        let mut expected = Experiment {
            name: found.name.clone(),
            title: found.title.clone(),
            description: found.description.clone(),
            extends: Some("base".to_owned()),
            ..base.clone()
        };
        expected.train.epochs = 85;
        expected.train.snapshots.clear();
        change(&mut expected);
        assert_eq!(*found, expected);
    }
    // The base's file is written out in full, so the defaults are to be the same.
    let mut default = experiment("");
    default.train.epochs = 700;
    default.train.snapshots = base.train.snapshots.clone();
    assert_eq!(
        (&default.data, &default.model, &default.train),
        (&base.data, &base.model, &base.train)
    );
}

#[test]
fn a_description_over_several_lines_is_one_sentence_after_the_other() {
    let text = "description = \"\"\"\nFirst,\n\tsecond.\n\"\"\"";
    let file = ("experiments/base.toml".into(), text.to_owned());
    let catalog = Catalog::from_texts([file]).unwrap();
    assert_eq!(catalog.experiments[0].description, "First, second.");
}
