//! Shrinking the study, and comparisons that no file describes.

use std::path::Path;

use faceoff_config::Catalog;
use faceoff_plan::{
    ad_hoc_comparison, parent_comparisons, plan, scale_comparison, scale_experiment,
};
use faceoff_spec::{Comparison, Cosine, Experiment, Scale, ScheduleShape, Step};
use proptest::prelude::*;

fn study() -> Catalog {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments");
    Catalog::load(&folder).unwrap_or_else(|error| panic!("{error}"))
}

fn read(files: &[(&str, &str)]) -> Catalog {
    let files = files
        .iter()
        .map(|(path, text)| (path.into(), (*text).to_owned()));
    Catalog::from_texts(files).unwrap_or_else(|error| panic!("{error}"))
}

fn scale(epochs: f64) -> Scale {
    Scale {
        name: "test".to_owned(),
        description: String::new(),
        input_size: None,
        train_images: None,
        test_images: None,
        epochs,
        longest: None,
        evaluate_every: None,
        seeds: None,
    }
}

fn up_to(epochs: usize) -> Scale {
    Scale {
        longest: Some(epochs),
        ..scale(1.0)
    }
}

#[test]
fn full_changes_nothing() {
    let study = study();
    let full = study.scale("full").unwrap();
    for experiment in &study.experiments {
        assert_eq!(scale_experiment(experiment, full), *experiment);
    }
    for comparison in &study.comparisons {
        assert_eq!(scale_comparison(comparison, full), *comparison);
    }
}

#[test]
fn longer_experiments_end_at_the_longest() {
    let study = study();
    let scale = up_to(250);
    let base = scale_experiment(&study.experiments[0], &scale);
    assert_eq!(base.train.epochs, 250);
    assert_eq!(base.train.snapshots, [15, 50, 85]);
    for (before, comparison) in study
        .comparisons
        .iter()
        .map(|c| (c, scale_comparison(c, &scale)))
    {
        for (before, entry) in before.entries.iter().zip(&comparison.entries) {
            assert_eq!(entry.epoch, before.epoch.min(250));
        }
    }
}

#[test]
fn entries_that_come_to_the_same_network_are_one() {
    let study = study();
    let scale = up_to(85);
    let epochs = study.comparisons.iter().find(|c| c.name == "epochs");
    let scaled = scale_comparison(epochs.unwrap(), &scale);
    let keys: Vec<_> = scaled.entries.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["base@15", "base@50", "base@85"]);
    assert_eq!(scaled.entries.iter().filter(|e| e.in_charts).count(), 1);
    let drawn: Vec<_> = scaled.overlays.iter().map(|o| &o.entries[..]).collect();
    assert_eq!(drawn[0], ["base@15", "base@50", "base@85"]);
    assert_eq!(drawn[1], ["base@50", "base@85"]);
    assert_eq!(drawn[2], ["base@85"]);
}

#[test]
fn a_tenth_of_the_study() {
    let study = study();
    let scale = Scale {
        input_size: Some(96),
        train_images: Some(960),
        test_images: Some(240),
        evaluate_every: Some(1),
        seeds: Some(1),
        ..scale(0.1)
    };
    let scaled = |e: &Experiment| scale_experiment(e, &scale);
    let experiments: Vec<_> = study.experiments.iter().map(scaled).collect();
    let base = &experiments[0];
    assert_eq!(base.name, "base");
    assert_eq!(base.train.epochs, 70);
    assert_eq!(base.train.snapshots, [2, 5, 9, 25]);
    assert_eq!(base.train.evaluate_every, 1);
    assert_eq!(base.data.input_size, 96);
    assert_eq!(
        (base.data.train_images, base.data.test_images),
        (Some(960), Some(240))
    );
    for (experiment, before) in experiments.iter().zip(&study.experiments) {
        let expected = before.train.epochs.div_ceil(10);
        assert_eq!(experiment.train.epochs, expected, "{}", experiment.name);
    }

    let comparisons: Vec<_> = study
        .comparisons
        .iter()
        .map(|c| scale_comparison(c, &scale))
        .collect();
    let of = |name: &str| comparisons.iter().find(|c| c.name == name).unwrap();
    let epochs: Vec<_> = of("epochs")
        .entries
        .iter()
        .map(|e| (e.key.as_str(), e.epoch))
        .collect();
    assert_eq!(
        epochs,
        [
            ("base@15", 2),
            ("base@50", 5),
            ("base@85", 9),
            ("base@250", 25)
        ]
    );
    let chart = of("learning-rate").loss_chart.as_ref().unwrap();
    assert_eq!((chart.first_train_epoch, chart.first_test_epoch), (1, 2));

    // Everything the comparisons look at is kept, at the same epochs for base and the others.
    let plan = plan(&experiments, &comparisons, |_| "drawn".to_owned());
    // Several seeds begin with the one that is there already.
    let several = study.experiments.iter().filter(|e| e.seeds > 1).count();
    assert_eq!(plan.runs.len(), experiments.len() - several);
    for entry in comparisons.iter().flat_map(|c| &c.entries) {
        assert!(
            plan.runs_of(&entry.experiment)[0]
                .kept()
                .contains(&entry.epoch),
            "{entry:?}"
        );
    }
    for name in ["optimizer", "dropout", "learning-rate", "loss-function"] {
        assert!(
            of(name).entries.iter().all(|entry| entry.epoch == 9),
            "{name}"
        );
    }
}

#[test]
fn schedules_shrink_with_the_run() {
    let shapes = [
        (
            "{ kind = \"step\", every = 30 }",
            ScheduleShape::Step(Step {
                every: 3,
                factor: 0.1,
            }),
        ),
        (
            "{ kind = \"cosine\", warmup = 5 }",
            ScheduleShape::Cosine(Cosine {
                over: 9,
                minimum: 0.0,
            }),
        ),
    ];
    for (text, expected) in shapes {
        let text = format!("[train]\nepochs = 85\nschedule = {text}\n");
        let experiment = read(&[("experiments/a.toml", &text)]).experiments.remove(0);
        let scaled = scale_experiment(&experiment, &scale(0.1));
        assert_eq!(scaled.train.schedule.shape, expected);
        assert_eq!(
            scaled.train.schedule.warmup,
            experiment.train.schedule.warmup * 0.1
        );
    }
}

#[test]
fn a_scale_never_adds_images() {
    let text = "[data]\ntrain_images = 100\n";
    let experiment = read(&[("experiments/a.toml", text)]).experiments.remove(0);
    let scale = Scale {
        train_images: Some(960),
        test_images: Some(240),
        ..scale(1.0)
    };
    let data = scale_experiment(&experiment, &scale).data;
    assert_eq!(
        (data.train_images, data.test_images),
        (Some(100), Some(240))
    );
}

#[test]
fn a_scale_never_adds_seeds() {
    let text = "[train]\nseeds = 3\n";
    let experiment = read(&[("experiments/a.toml", text)]).experiments.remove(0);
    let seeds = |at_most| {
        let scale = Scale {
            seeds: at_most,
            ..scale(1.0)
        };
        scale_experiment(&experiment, &scale).seeds
    };
    assert_eq!([seeds(Some(2)), seeds(Some(5)), seeds(None)], [2, 3, 3]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_scale_keeps_the_study_together(factor in 0.001f64..1.0) {
        let study = study();
        let scale = scale(factor);
        let experiments: Vec<_> = study.experiments.iter().map(|e| scale_experiment(e, &scale)).collect();
        for comparison in &study.comparisons {
            let scaled = scale_comparison(comparison, &scale);
            for entry in &scaled.entries {
                let experiment = experiments.iter().find(|e| e.name == entry.experiment).unwrap();
                prop_assert!(entry.epoch >= 1 && entry.epoch <= experiment.train.epochs);
            }
            let end = scaled.entries.iter().filter(|e| e.in_charts).map(|e| e.epoch).max().unwrap();
            if let Some(chart) = &scaled.loss_chart {
                prop_assert!(chart.first_train_epoch < end && chart.first_test_epoch < end);
            }
            if let Some(chart) = &scaled.difference_chart {
                prop_assert!(chart.first_epoch < end);
            }
        }
        for experiment in &experiments {
            prop_assert!(experiment.train.epochs >= 1);
            prop_assert!(experiment.train.snapshots.iter().all(|s| *s >= 1 && *s < experiment.train.epochs));
            prop_assert!(experiment.train.snapshots.is_sorted());
        }
    }
}

fn at(comparison: &Comparison) -> Vec<(&str, usize, String)> {
    let entry = |e: &'_ faceoff_spec::ComparisonEntry| (e.epoch, e.color.to_string());
    comparison
        .entries
        .iter()
        .map(|e| {
            let (epoch, color) = entry(e);
            (e.key.as_str(), epoch, color)
        })
        .collect()
}

#[test]
fn comparing_at_once() {
    let study = study();
    let of = |name| study.experiment(name).unwrap();
    let comparison =
        ad_hoc_comparison(&[(of("base"), None), (of("sgd"), None), (of("base"), None)]);
    assert_eq!(comparison.name, "base-and-sgd");
    assert_eq!(comparison.title, "Base and SGD");
    let expected = [
        ("base", 85, "white".to_owned()),
        ("sgd", 85, "magenta".to_owned()),
    ];
    assert_eq!(at(&comparison), expected);
    assert!(comparison.loss_chart.is_some() && comparison.difference_chart.is_some());
    assert_eq!(comparison.overlays[0].entries, ["base", "sgd"]);
    let colors: std::collections::HashSet<_> = comparison.entries.iter().map(|e| e.color).collect();
    assert!(!colors.contains(&comparison.overlays[0].truth));
}

#[test]
fn one_experiment_at_two_epochs_is_two_entries_and_one_curve() {
    let study = study();
    let base = study.experiment("base").unwrap();
    let asked = [(base, None), (base, Some(85)), (base, Some(700))];
    let comparison = ad_hoc_comparison(&asked);
    let entries: Vec<_> = comparison
        .entries
        .iter()
        .map(|e| (e.key.as_str(), e.epoch, e.in_charts))
        .collect();
    assert_eq!(entries, [("base@700", 700, true), ("base@85", 85, false)]);
    assert_eq!(comparison.overlays[0].entries, ["base@700", "base@85"]);
    assert_eq!(comparison.title, "Base after different numbers of epochs");
}

#[test]
fn the_same_training_at_different_lengths_is_compared_at_its_ends() {
    let catalog = read(&[
        ("experiments/base.toml", "[train]\nepochs = 85\n"),
        (
            "experiments/longer.toml",
            "extends = \"base\"\n[train]\nepochs = 200\n",
        ),
    ]);
    let all: Vec<_> = catalog.experiments.iter().map(|e| (e, None)).collect();
    let comparison = ad_hoc_comparison(&all);
    let epochs: Vec<_> = comparison.entries.iter().map(|e| e.epoch).collect();
    assert_eq!(epochs, [85, 200]);
}

#[test]
fn an_experiment_of_one_file_stands_beside_what_it_extends() {
    let catalog = read(&[
        (
            "experiments/base.toml",
            "title = \"Base\"\n[train]\nepochs = 700\n",
        ),
        (
            "experiments/huber.toml",
            "title = \"Huber\"\ndescription = \"Why?\"\nextends = \"base\"\n[train]\nepochs = 85\nloss = \"huber\"\n",
        ),
        (
            "experiments/alone.toml",
            "title = \"Alone\"\n[train]\nseed = 3\n",
        ),
        (
            "experiments/sgd.toml",
            "extends = \"base\"\n[train]\noptimizer = \"sgd\"\n",
        ),
        (
            "experiments/comparisons/base-and-huber.toml",
            "[[entries]]\nexperiment = \"sgd\"\n[[entries]]\nexperiment = \"base\"\n",
        ),
    ]);
    let found = parent_comparisons(&catalog);
    let shown: Vec<_> = found
        .iter()
        .map(|c| (c.name.as_str(), c.title.as_str(), at(c)))
        .collect();
    let white = || "white".to_owned();
    let expected = [
        ("alone", "Alone", vec![("alone", 85, white())]),
        (
            // The plain name is taken by a file.
            "base-and-huber-again",
            "Huber beside Base",
            vec![("base", 85, white()), ("huber", 85, "magenta".to_owned())],
        ),
    ];
    assert_eq!(shown, expected);
    assert_eq!(found[1].question, "Why?");
    // The study's own files compare every one of its experiments.
    assert_eq!(parent_comparisons(&study()), []);
}
