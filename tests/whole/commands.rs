//! What each command prints, and what it ends with when something is wrong.

use crate::desk::{Desk, PLAN};

#[test]
fn every_command_explains_itself() {
    let desk = Desk::new();
    let mut text = String::new();
    let of_data = ["data check", "data synth", "data fetch"];
    let training = [
        "",
        "reproduce",
        "run",
        "plan",
        "report",
        "compare",
        "serve",
        "predict",
        "model",
    ];
    let records = ["list", "show", "diff", "tag", "note", "rm", "gc"];
    let program = ["completions", "man"];
    let all = training.into_iter().chain(records).chain(program);
    for command in all.chain(of_data) {
        let words = command.split_whitespace().chain(["--help"]);
        let words: Vec<_> = words.collect();
        let help = desk.run(&words).succeeds().out;
        text += &format!("$ faceoff {}\n{help}\n", words.join(" "));
    }
    // What holds for every command is explained once.
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() || !lines.contains(&line) {
            lines.push(line);
        }
    }
    insta::assert_snapshot!("help", lines.join("\n"));
}

#[test]
fn the_layers_of_a_network() {
    let ran = Desk::new().run(&["model", "base"]).succeeds();
    insta::assert_snapshot!("model_base", ran.out);
    assert!(
        ran.out.contains("20,332,808"),
        "the study's base has that many parameters"
    );
}

#[test]
fn the_layers_as_json() {
    let ran = Desk::new().run(&["model", "base", "--json"]).succeeds();
    let value: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value["parameters"], 20_332_808);
}

#[test]
fn an_unknown_experiment_is_a_mistake_on_the_command_line() {
    let ran = Desk::new().run(&["model", "bas"]).fails_with(2);
    insta::assert_snapshot!("model_unknown", ran.err);
}

#[test]
fn mistakes_in_what_is_asked_for_are_shown_together_before_anything_is_done() {
    let desk = Desk::new();
    desk.write(
        "experiments/mine.toml",
        "extends = \"base\"\n[train]\nepochs = 0\nlearning_rat = 0.1\n",
    );
    let ran = desk.run(&["run", "mine"]).fails_with(2);
    insta::assert_snapshot!("mistakes", ran.err);
    assert!(!desk.path("results").exists() && !desk.path("cache").exists());
}

#[test]
fn a_plan_says_what_would_be_trained_and_trains_nothing() {
    let desk = Desk::new();
    desk.draw_faces();
    let ran = desk.run(&PLAN).succeeds();
    for name in ["base", "dropout", "pending", "12 experiments, 12 runs"] {
        assert!(ran.out.contains(name), "no `{name}` in\n{}", ran.out);
    }
    assert!(!desk.path("results").exists());
    let quiet: Vec<&str> = PLAN.iter().copied().chain(["--json"]).collect();
    let value: serde_json::Value = serde_json::from_str(&desk.run(&quiet).succeeds().out).unwrap();
    assert_eq!(value["runs"].as_array().unwrap().len(), 12);
}

#[test]
fn a_plan_of_faces_that_are_not_drawn_draws_none() {
    let desk = Desk::new();
    let ran = desk.run(&["plan", "--scale", "tiny"]).succeeds();
    for words in [
        "12 experiments, 12 runs",
        "nothing has been trained on this machine",
        "the faces are drawn first",
    ] {
        assert!(ran.out.contains(words), "no `{words}` in\n{}", ran.out);
    }
    assert!(!desk.path("cache").exists() && !desk.path("results").exists());
}

#[test]
fn what_was_trained_says_how_long_the_rest_takes() {
    let desk = Desk::new();
    desk.draw_faces();
    let timed = desk.run(&[&PLAN[..], &["sgd", "--estimate"]].concat());
    let out = timed.succeeds().out;
    assert!(out.contains("a training step timed now"), "{out}");

    desk.run(&["run", "sgd", "--data", "faces", "--scale", "tiny"])
        .succeeds();
    let seconds = |more: &[&str]| {
        let ran = desk.run(&[&PLAN[..], &["--json"], more].concat());
        let value: serde_json::Value = serde_json::from_str(&ran.succeeds().out).unwrap();
        value["seconds_left"].as_f64().unwrap()
    };
    assert_eq!(seconds(&["sgd"]), 0.0, "all of it is trained");
    let (one, three) = (seconds(&["dropout"]), seconds(&["dropout", "--seeds", "3"]));
    assert!(0.0 < one && one < three, "{one} {three}");
    let out = desk.run(&[&PLAN[..], &["dropout"]].concat()).succeeds().out;
    let source = "known from earlier runs of other networks on this machine";
    assert!(out.contains(source), "{out}");
    let out = desk.run(&[&PLAN[..], &["high-learning-rate"]].concat());
    let source = "known from earlier runs of the same networks on this machine";
    let out = out.succeeds().out;
    assert!(out.contains(source), "{out}");
}

#[test]
fn experiments_that_differ_only_in_epochs_share_a_run() {
    let desk = Desk::new();
    desk.draw_faces();
    desk.write(
        "experiments/longer.toml",
        "extends = \"base\"\n[train]\nepochs = 900\n",
    );
    let ran = desk.run(&PLAN).succeeds();
    assert!(ran.out.contains("13 experiments, 12 runs"), "{}", ran.out);
}

#[test]
fn every_seed_is_a_run_of_the_plan() {
    let desk = Desk::new();
    desk.draw_faces();
    desk.write(
        "experiments/luck.toml",
        "extends = \"sgd\"\n[train]\nepochs = 85\nseed = 1\nseeds = 2\n",
    );
    let plan = |more: &[&str]| {
        let arguments = ["--data", "faces", "--scale", "tiny"];
        let arguments = [&["plan"], more, &arguments].concat();
        desk.run(&arguments).succeeds().out
    };
    let out = plan(&["sgd", "luck"]);
    assert!(out.contains("3 experiments, 4 runs"), "{out}");
    // Of SGD's seeds 0, 1 and 2 the two last are those of `luck`.
    let out = plan(&["sgd", "luck", "--seeds", "3"]);
    assert!(out.contains("3 experiments, 7 runs"), "{out}");
    assert!(
        out.contains("luck, sgd") || out.contains("sgd, luck"),
        "{out}"
    );
    let ran = desk.run(&["plan", "--seeds", "0"]).fails_with(2);
    assert!(ran.err.contains("1..=100"), "{}", ran.err);
}

#[test]
fn what_the_data_cannot_give_is_warned_of() {
    let desk = Desk::new();
    desk.draw_faces();
    desk.write(
        "experiments/much.toml",
        "extends = \"sgd\"\n[data]\ntrain_images = 5000\n[train]\nbatch_size = 512\n",
    );
    let plan = |names: &[&str]| {
        let arguments = ["--data", "faces", "--scale", "tiny"];
        desk.run(&[&["plan"], names, &arguments].concat())
            .succeeds()
    };
    let warned = plan(&["much"]).err;
    // The scale takes 40 of them; that is not the file's wish.
    let batch = "much: batch_size is 512, but there are 40 training images";
    let images = "much: train_images is 5000, but there are ";
    assert!(
        warned.contains(batch) && warned.contains(images),
        "{warned}"
    );
    assert!(!warned.contains("sgd: "), "{warned}");
    let silent = plan(&["sgd"]).err;
    assert!(!silent.contains("images"), "{silent}");
}

#[test]
fn what_several_extend_is_trained_as_long_as_the_longest_of_them() {
    let desk = Desk::new();
    desk.draw_faces();
    for (name, epochs) in [("shorter", 100), ("longer", 400)] {
        let text = format!(
            "extends = \"base\"\n[train]\nepochs = {epochs}\nlearning_rate = 0.002\nseed = {epochs}\n"
        );
        desk.write(&format!("experiments/{name}.toml"), &text);
    }
    let ran = desk.run(&[
        "plan", "shorter", "longer", "--data", "faces", "--scale", "tiny", "--json",
    ]);
    let value: serde_json::Value = serde_json::from_str(&ran.succeeds().out).unwrap();
    let runs = value["runs"].as_array().unwrap();
    let base = runs.iter().find(|run| run["experiments"][0] == "base");
    let kept = base.unwrap()["kept"].as_array().unwrap();
    // 2 % of the 100 and the 400 epochs.
    assert!(kept.contains(&2.into()), "{kept:?}");
    assert_eq!(kept.last().unwrap(), 8);
}

#[test]
fn a_data_set_is_checked_and_a_folder_without_one_named() {
    let desk = Desk::new();
    desk.draw_faces();
    let ran = desk.run(&["data", "check", "faces"]).succeeds();
    assert!(ran.out.contains("people"), "{}", ran.out);
    let ran = desk.run(&["data", "check", "nothing-here"]).fails_with(2);
    assert!(ran.err.contains("nothing-here"), "{}", ran.err);
    for set in ["training", "test"] {
        for file in std::fs::read_dir(desk.path("faces").join(set)).unwrap() {
            std::fs::write(file.unwrap().path(), "no image").unwrap();
        }
    }
    let ran = desk.run(&["data", "check", "faces"]).fails_with(1);
    assert!(ran.out.contains("people"), "{}", ran.out);
    assert!(ran.err.contains("cannot be trained on"), "{}", ran.err);
}

#[test]
fn a_report_without_results_says_how_to_get_some() {
    let ran = Desk::new().run(&["report"]).fails_with(2);
    insta::assert_snapshot!("report_without_results", ran.err);
}

#[test]
fn drawing_into_a_full_folder_is_refused() {
    let desk = Desk::new();
    desk.write("faces/note.txt", "mine");
    let ran = desk.run(&["data", "synth", "faces"]).fails_with(1);
    assert!(ran.err.contains("not empty"), "{}", ran.err);
    assert_eq!(desk.read("faces/note.txt"), "mine");
}
