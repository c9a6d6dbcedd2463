//! A comparison that guards a change, and what is printed for a pull request.

use std::process::Command;

use crate::desk::{Desk, Ran, SCALE, project};

const MINE: &str = "title = \"Mine\"\nextends = \"base\"\n[train]\nlearning_rate = 0.005\n";
/// So slow that it learns nothing.
const SLOW: &str = "title = \"Mine\"\nextends = \"base\"\n[train]\nlearning_rate = 1e-9\n";

/// The commands of the workflow in docs/guard-a-change.md, but the one that installs the program.
fn steps() -> Vec<String> {
    let page = std::fs::read_to_string(project().join("docs/guard-a-change.md")).unwrap();
    let runs = page
        .lines()
        .filter_map(|line| line.trim().strip_prefix("run: "));
    let steps = runs.filter(|step| !step.starts_with("cargo install"));
    steps.map(str::to_owned).collect()
}

/// Runs a step as GitHub does, in the desk's folder.
fn step(desk: &Desk, step: &str) -> Ran {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_faceoff"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let output = Command::new("sh")
        .args(["-ec", step])
        .current_dir(desk.path("."))
        .env("PATH", path)
        .env("GITHUB_BASE_REF", "main")
        .env("GITHUB_STEP_SUMMARY", desk.path("summary.md"))
        .output()
        .unwrap();
    Ran::new(&[step], output)
}

/// Runs all steps but the last, and returns that.
fn guarded(desk: &Desk) -> Ran {
    let mut steps = steps();
    let last = steps.pop().unwrap();
    for each in steps {
        step(desk, &each).succeeds();
    }
    step(desk, &last)
}

#[cfg(unix)]
#[test]
fn the_workflow_of_the_documentation_passes_what_is_no_worse_and_stops_what_is() {
    assert_eq!(steps().len(), 4);
    let desk = Desk::small();
    desk.write("experiments/scales/small.toml", SCALE);
    desk.write("experiments/mine.toml", MINE);
    let git = |command: &str| {
        let who = "-c user.name=me -c user.email=me@example.org";
        step(&desk, &format!("git {who} {command}")).succeeds();
    };
    git("init -q .");
    git("add experiments");
    git("commit -q -m before");
    git("update-ref refs/remotes/origin/main HEAD");

    // Nothing has changed.
    guarded(&desk).succeeds();
    let unchanged = desk.read("summary.md");
    assert!(unchanged.contains("shares 3 runs with"), "{unchanged}");
    // It learns nothing any more.
    desk.write("experiments/mine.toml", SLOW);
    let stopped = guarded(&desk).fails_with(3);
    assert!(
        stopped.err.contains("is worse than the first"),
        "{}",
        stopped.err
    );
    let summary = desk.read("summary.md");
    assert!(summary.contains("worse than Mine"), "{summary}");
    assert!(summary.contains("| --- | ---: |"), "{summary}");
}

#[test]
fn a_comparison_ends_as_its_verdict_says() {
    let desk = Desk::small();
    desk.write("experiments/slow.toml", SLOW);
    desk.write(
        "experiments/boom.toml",
        "extends = \"base\"\n[train]\nlearning_rate = 1e18\noptimizer = \"sgd\"\n",
    );
    let data = ["--data", "faces", "--scale", "tiny"];
    desk.run(&[&["run", "slow", "boom", "base"], &data[..]].concat())
        .succeeds();
    let compare = |arguments: &[&str]| desk.run(&[&["compare"], arguments].concat());
    let worse = compare(&["base", "slow", "--fail-if", "worse", "--json"]).fails_with(3);
    let error: serde_json::Value = serde_json::from_str(&worse.err).unwrap();
    assert_eq!(error["kind"], "does-not-pass");
    assert_eq!(error["exit_code"], 3);
    let page = "results/studies/drawn-tiny/compare/base-and-slow/report.html";
    assert!(
        desk.path(page).is_file(),
        "the page is written all the same"
    );
    let markdown = |arguments: &[&str]| compare(&[arguments, &["--markdown"]].concat());
    markdown(&["base", "slow", "--fail-if", "undecided"]).succeeds();
    markdown(&["slow", "base", "--fail-if", "worse,undecided"]).succeeds();
    for (names, unjudged) in [
        (["base", "boom"], "boom cannot"),
        (["boom", "base"], "Base cannot"),
    ] {
        let boom = markdown(&[&names[..], &["--fail-if", "worse"]].concat()).fails_with(3);
        assert!(boom.err.contains(unjudged), "{}", boom.err);
    }

    let alone = compare(&["base", "--fail-if", "worse"]).fails_with(2);
    assert!(alone.err.contains("needs a verdict"), "{}", alone.err);
    let unknown = compare(&["base", "slow", "--fail-if", "bad"]).fails_with(2);
    assert!(
        unknown.err.contains("possible values: worse, undecided"),
        "{}",
        unknown.err
    );
    let both = compare(&["base", "slow", "--markdown", "--json"]).fails_with(2);
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
}
