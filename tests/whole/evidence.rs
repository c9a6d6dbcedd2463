//! What was trained is what is shown: whatever was run since, whatever files say by now.

use crate::desk::{BASE, Desk, PLAN, Ran, SCALE, SGD};

fn train(desk: &Desk, names: &[&str]) -> Ran {
    let data = ["--data", "faces", "--scale", "tiny"];
    desk.run(&[&["run"][..], names, &data].concat()).succeeds()
}

fn compare(desk: &Desk, names: &[&str]) -> Ran {
    desk.run(&[&["compare"][..], names].concat()).succeeds()
}

fn page(desk: &Desk) -> String {
    desk.read("results/studies/drawn-tiny/report.html")
}

#[test]
fn no_seed_is_forgotten_whatever_is_run_since() {
    let desk = Desk::small();
    train(&desk, &["fast", "--seeds", "3"]);
    let before = compare(&desk, &["base", "fast"]).out;
    assert!(before.contains("Fast (3 seeds)"), "{before}");
    // Another experiment, and one of them again with fewer seeds.
    train(&desk, &["sgd"]);
    assert_eq!(compare(&desk, &["base", "fast"]).out, before);
    train(&desk, &["fast", "--seeds", "1"]);
    assert_eq!(compare(&desk, &["base", "fast"]).out, before);
    // Nor where the study is begun anew beside the records.
    std::fs::remove_dir_all(desk.path("results/studies")).unwrap();
    train(&desk, &["sgd"]);
    assert_eq!(compare(&desk, &["base", "fast"]).out, before);
}

#[test]
fn a_file_that_changed_and_one_that_was_renamed() {
    let desk = Desk::small();
    train(&desk, &["fast", "sgd"]);
    let before = compare(&desk, &["base", "sgd"]).out;
    let results = |out: &str| out.split("results/studies").next().unwrap().to_owned();

    std::fs::remove_file(desk.path("experiments/sgd.toml")).unwrap();
    desk.write("experiments/plain-sgd.toml", SGD);
    let renamed = compare(&desk, &["base", "plain-sgd"]).out;
    assert_eq!(
        results(&renamed),
        results(&before),
        "a renamed experiment finds its run"
    );
    desk.run(&["report"]).succeeds();
    assert!(page(&desk).contains("plain-sgd"));

    desk.write(
        "experiments/base.toml",
        &format!("{BASE}learning_rate = 0.002\n"),
    );
    let said = "the file of `base` has changed since it was trained: `train.learning_rate` was \
        0.001 and is 0.002 now";
    let changed = compare(&desk, &["base", "fast"]).out;
    assert!(changed.contains(&said[1..]), "{changed}");
    let warned = desk.run(&["report"]).succeeds();
    assert!(warned.err.contains(said), "{}", warned.err);
    assert!(page(&desk).contains(&said[1..]), "the page says so too");
    // What another command is about leaves the earlier results where they are.
    desk.write("experiments/alone.toml", &BASE.replace("Base", "Alone"));
    train(&desk, &["alone"]);
    compare(&desk, &["base", "fast"]);
    // Trained again, nothing is left to say.
    train(&desk, &["fast"]);
    let trained = compare(&desk, &["base", "fast"]).out;
    assert!(!trained.contains("has changed"), "{trained}");
}

#[test]
fn a_diverged_run_is_compared_as_diverged() {
    let desk = Desk::small();
    desk.write(
        "experiments/boom.toml",
        "title = \"Boom\"\nextends = \"base\"\n[train]\nlearning_rate = 1e18\noptimizer = \"sgd\"\n",
    );
    let data = ["run", "boom", "sgd", "--data", "faces", "--scale", "tiny"];
    desk.run(&data);
    let compared = compare(&desk, &["base", "boom", "sgd"]);
    assert!(
        compared.out.contains("diverged in epoch 0"),
        "{}",
        compared.out
    );
    let all = [compared.out, compared.err, page(&desk)].concat();
    assert!(!all.contains("faceoff run boom"), "it is trained: {all}");
}

#[test]
fn a_broken_draft_stops_only_what_needs_it() {
    let desk = Desk::small();
    desk.write(
        "experiments/draft.toml",
        "extends = \"base\"\n[train]\nepochs = 0\n",
    );
    let trained = train(&desk, &["sgd"]);
    assert!(trained.err.contains("draft.toml"), "{}", trained.err);
    compare(&desk, &["base", "sgd"]);
    desk.run(&["report"]).succeeds();
    desk.run(&["model", "sgd"]).succeeds();
    desk.run(&PLAN).succeeds();
    let stopped = desk.run(&["run", "draft", "--data", "faces", "--scale", "tiny"]);
    assert!(stopped.fails_with(2).err.contains("draft.toml"));
}

#[test]
fn the_study_that_is_compared_does_not_depend_on_the_times_of_files() {
    let desk = Desk::small();
    desk.write("experiments/scales/other.toml", SCALE);
    train(&desk, &["fast", "--seeds", "2"]);
    let other = [
        "run", "fast", "--data", "faces", "--scale", "other", "--seeds", "3",
    ];
    let touched = |name: &str| {
        let path = desk.path(&format!("results/studies/{name}/study.json"));
        let text = std::fs::read(&path).unwrap();
        std::fs::write(&path, text).unwrap();
    };
    desk.run(&other).succeeds();
    for last in ["drawn-tiny", "drawn-other"] {
        touched(last);
        let compared = compare(&desk, &["base", "fast"]);
        assert!(
            compared.err.contains("in the study drawn-other"),
            "{}",
            compared.err
        );
        assert!(compared.out.contains("Fast (3 seeds)"), "{}", compared.out);
    }
}
