//! From experiment files to runs, and what is left of them.

use faceoff_config::Catalog;
use faceoff_plan::{Plan, Present, State, SurveyedRun, plan};
use faceoff_record::Status;
use faceoff_spec::Experiment;
use proptest::prelude::*;

const BASE: (&str, &str) = (
    "base",
    "[train]\nepochs = 700\nsnapshots = [15, 50, 85, 250]\n",
);

fn catalog(experiments: &[(&str, &str)], comparisons: &[(&str, &str)]) -> Catalog {
    let experiment = |(name, text): &(&str, &str)| {
        (
            format!("experiments/{name}.toml").into(),
            (*text).to_owned(),
        )
    };
    let comparison = |(name, text): &(&str, &str)| {
        (
            format!("experiments/comparisons/{name}.toml").into(),
            (*text).to_owned(),
        )
    };
    let experiments = experiments.iter().map(experiment);
    let files = experiments.chain(comparisons.iter().map(comparison));
    Catalog::from_texts(files).unwrap_or_else(|error| panic!("{error}"))
}

fn plan_of(catalog: &Catalog) -> Plan {
    plan(&catalog.experiments, &catalog.comparisons, fingerprint)
}

fn fingerprint(experiment: &Experiment) -> String {
    experiment
        .data
        .set
        .clone()
        .unwrap_or_else(|| "drawn".to_owned())
}

/// Each run as its experiments, its epochs and its snapshots.
fn shown(plan: &Plan) -> Vec<(String, usize, Vec<usize>)> {
    let show = |run: &faceoff_plan::PlannedRun| {
        let train = &run.config.train;
        (
            run.experiments.join(" "),
            train.epochs,
            train.snapshots.clone(),
        )
    };
    plan.runs.iter().map(show).collect()
}

#[test]
fn experiments_that_differ_only_in_epochs_are_one_run() {
    let short = (
        "short",
        "title = \"Short\"\nextends = \"base\"\n[train]\nepochs = 85\n",
    );
    let longer = ("longer", "extends = \"base\"\n[train]\nepochs = 800\n");
    let rate = (
        "rate",
        "extends = \"base\"\n[train]\nepochs = 85\nlearning_rate = 0.1\n",
    );
    let plan = plan_of(&catalog(&[BASE, short, longer, rate], &[]));
    let expected = [
        (
            "base longer short".to_owned(),
            800,
            vec![15, 50, 85, 250, 700],
        ),
        ("rate".to_owned(), 85, vec![]),
    ];
    assert_eq!(shown(&plan), expected);
    assert_eq!(plan.shared(), 2);
    assert_eq!(plan.runs_of("short"), plan.runs_of("base"));
    assert_ne!(plan.runs_of("rate"), plan.runs_of("base"));
    assert!(plan.runs_of("nothing").is_empty());
}

#[test]
fn every_seed_is_a_run_and_seeds_are_shared() {
    let many = ("many", "[train]\nepochs = 10\nseeds = 3\nseed = 4\n");
    let longer = (
        "longer",
        "extends = \"many\"\n[train]\nepochs = 20\nseeds = 1\nseed = 5\n",
    );
    let other = (
        "other",
        "extends = \"many\"\n[train]\nepochs = 10\nlearning_rate = 0.1\n",
    );
    let plan = plan_of(&catalog(&[longer, many, other], &[]));
    let seeds: Vec<_> = plan
        .runs
        .iter()
        .map(|run| (run.experiments.join(" "), run.config.train.seed))
        .collect();
    let expected = [
        ("longer many", 5),
        ("many", 4),
        ("other", 4),
        ("other", 5),
        ("many", 6),
        ("other", 6),
    ];
    assert_eq!(
        seeds,
        expected.map(|(names, seed)| (names.to_owned(), seed))
    );
    let of_many = plan.runs_of("many").into_iter();
    let of_many: Vec<_> = of_many
        .map(|run| (run.config.train.seed, run.config.train.epochs))
        .collect();
    // Only the seed that the longer experiment asks for goes on for longer.
    assert_eq!(of_many, [(4, 10), (5, 20), (6, 10)]);
    // A seed's run is named as an experiment with that seed alone would be.
    assert_eq!(plan.runs_of("longer")[0].id, plan.runs_of("many")[1].id);
    assert_eq!(plan.shared(), 1);
}

#[test]
fn the_data_sets_content_makes_a_run_and_its_folder_does_not() {
    let same = ("same", "extends = \"base\"\n[data]\nset = \"drawn\"\n");
    let other = ("other", "extends = \"base\"\n[data]\nset = \"faces\"\n");
    let plan = plan_of(&catalog(&[BASE, same, other], &[]));
    let names: Vec<_> = plan
        .runs
        .iter()
        .map(|run| run.experiments.join(" "))
        .collect();
    assert_eq!(names, ["base same", "other"]);
}

#[test]
fn comparisons_add_the_snapshots_they_look_at() {
    let rate = (
        "rate",
        "extends = \"base\"\n[train]\nepochs = 85\nlearning_rate = 0.1\n",
    );
    let comparison = (
        "c",
        "[[entries]]\nexperiment = \"base\"\nepoch = 30\n[[entries]]\nexperiment = \"rate\"\nepoch = 30\n[[entries]]\nexperiment = \"rate\"\nepoch = 85\n",
    );
    let plan = plan_of(&catalog(&[BASE, rate], &[comparison]));
    let expected = [
        ("base".to_owned(), 700, vec![15, 30, 50, 85, 250]),
        ("rate".to_owned(), 85, vec![30]),
    ];
    assert_eq!(shown(&plan), expected);
    assert_eq!(plan.runs[1].kept(), [30, 85]);
}

#[test]
fn what_is_there_is_not_trained_again() {
    let plan = plan_of(&catalog(
        &[("a", "[train]\nepochs = 85\nsnapshots = [15]\n")],
        &[],
    ));
    let present = |epochs_done, status, snapshots: &[usize]| {
        Some(Present {
            epochs_done,
            status,
            snapshots: snapshots.to_vec(),
            state: epochs_done,
        })
    };
    let with_state = |state, present: Option<Present>| present.map(|p| Present { state, ..p });
    let partial = Status::Partial;
    let finished = Status::Finished;
    let diverged = |epoch| Status::Diverged { epoch };
    let cases = [
        ("never begun", None, State::New, 85),
        (
            "begun, nothing done",
            present(0, partial, &[]),
            State::New,
            85,
        ),
        (
            "stopped early",
            present(10, partial, &[]),
            State::Continues { from: 10 },
            75,
        ),
        (
            "stopped later",
            present(20, partial, &[15]),
            State::Continues { from: 20 },
            65,
        ),
        ("done", present(85, finished, &[15, 85]), State::Complete, 0),
        (
            "done and more",
            present(100, finished, &[15, 85, 100]),
            State::Complete,
            0,
        ),
        (
            "epochs were raised",
            present(50, finished, &[15, 50]),
            State::Continues { from: 50 },
            35,
        ),
        (
            "no longer a number",
            present(30, diverged(30), &[15]),
            State::Diverged { epoch: 30 },
            0,
        ),
        (
            "from the start",
            present(0, diverged(0), &[]),
            State::Diverged { epoch: 0 },
            0,
        ),
        (
            "only beyond the end",
            present(90, diverged(90), &[15, 85]),
            State::Complete,
            0,
        ),
        (
            "killed after its last checkpoint",
            with_state(40, present(50, partial, &[15])),
            State::Continues { from: 40 },
            45,
        ),
        (
            "a record from elsewhere",
            with_state(0, present(50, finished, &[15, 50])),
            State::Continues { from: 0 },
            85,
        ),
        (
            "a longer record from elsewhere",
            with_state(0, present(100, finished, &[85, 100])),
            State::Again { missing: 15 },
            15,
        ),
        (
            "not kept before it diverged",
            present(30, diverged(30), &[]),
            State::Again { missing: 15 },
            15,
        ),
        (
            "not kept on the way",
            present(85, finished, &[85]),
            State::Again { missing: 15 },
            15,
        ),
        (
            "neither on the way nor at the end",
            present(50, finished, &[50]),
            State::Again { missing: 15 },
            15 + 35,
        ),
        (
            "nor the end",
            present(100, finished, &[15, 100]),
            State::Again { missing: 85 },
            85,
        ),
        (
            "not yet reached",
            present(14, partial, &[]),
            State::Continues { from: 14 },
            71,
        ),
    ];
    for (what, there, state, epochs_left) in cases {
        let found = SurveyedRun::new(&plan.runs[0], there.as_ref());
        assert_eq!(
            (found.state, found.epochs_left),
            (state, epochs_left),
            "{what}"
        );
    }
}

#[test]
fn an_epoch_has_a_step_for_every_batch_the_last_included() {
    let a = ("a", "[train]\nepochs = 85\nbatch_size = 10\n");
    let b = ("b", "[train]\nepochs = 3\nbatch_size = 7\n");
    let plan = plan_of(&catalog(&[a, b], &[]));
    let half_done = Present {
        epochs_done: 80,
        status: Status::Partial,
        snapshots: Vec::new(),
        state: 80,
    };
    // 3,462 images are 347 steps of 10, the last with 2 images, and 495 steps of 7.
    for (run, present, steps) in [(0, Some(&half_done), 347 * 5), (1, None, 495 * 3)] {
        let surveyed = SurveyedRun::new(&plan.runs[run], present);
        assert_eq!(surveyed.steps_left(3462), steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the order of experiments, the same runs come out, and every epoch that anything
    /// looks at is kept by the run it belongs to.
    #[test]
    fn every_epoch_asked_for_is_kept(
        asked in prop::collection::vec((1usize..50, prop::collection::vec(1usize..50, 0..3), 0u64..3), 1..6),
    ) {
        let texts: Vec<_> = asked.iter().enumerate().map(|(i, (epochs, snapshots, seed))| {
            let snapshots: Vec<_> = snapshots.iter().filter(|s| *s <= epochs).collect();
            (format!("e{i}"), format!("[train]\nepochs = {epochs}\nsnapshots = {snapshots:?}\nseed = {seed}\n"))
        }).collect();
        let texts: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let catalog = catalog(&texts, &[]);
        let forward = plan_of(&catalog);
        for experiment in &catalog.experiments {
            let kept = forward.runs_of(&experiment.name)[0].kept();
            prop_assert!(kept.is_sorted());
            prop_assert!(kept.contains(&experiment.train.epochs));
            for snapshot in &experiment.train.snapshots {
                prop_assert!(kept.contains(snapshot));
            }
        }
        let mut backward: Vec<_> = catalog.experiments.clone();
        backward.reverse();
        let backward = plan(&backward, &[], fingerprint);
        let runs = |plan: &Plan| {
            let mut runs: Vec<_> = plan.runs.iter().map(|run| {
                (run.id.clone(), run.config.train.epochs, run.config.train.snapshots.clone())
            }).collect();
            runs.sort();
            runs
        };
        prop_assert_eq!(runs(&forward), runs(&backward));
        let seeds: std::collections::BTreeSet<_> = asked.iter().map(|(_, _, seed)| seed).collect();
        prop_assert_eq!(forward.runs.len(), seeds.len());
    }
}
