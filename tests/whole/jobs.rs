//! Several runs at once, and on which device.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::desk::Desk;
use serde_json::Value;

const TWO: [&str; 7] = [
    "run", "dropout", "sgd", "--data", "faces", "--scale", "tiny",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    TWO.iter().chain(more).copied().collect()
}

/// Everything recorded of the runs in `results`, but how long it took and how many went on at once.
fn records(results: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![results.join("runs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(results).unwrap().display().to_string();
            let mut bytes = std::fs::read(&path).unwrap();
            if name.ends_with("metrics.jsonl") {
                bytes = without_times(&String::from_utf8(bytes).unwrap()).into_bytes();
            }
            if name.ends_with("run.json") {
                let mut run: Value = serde_json::from_slice(&bytes).unwrap();
                let environment = run["environment"].as_object_mut().unwrap();
                assert!(environment.remove("runs_at_once").is_some());
                bytes = run.to_string().into_bytes();
            }
            found.insert(name, bytes);
        }
    }
    found
}

fn without_times(metrics: &str) -> String {
    let line = |line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        for time in [
            "seconds",
            "waiting_seconds",
            "evaluation_seconds",
            "images_per_second",
        ] {
            assert!(line.as_object_mut().unwrap().remove(time).is_some());
        }
        line.to_string()
    };
    metrics.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The events that a command printed.
fn events(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn runs_at_once_leave_the_records_of_runs_one_after_the_other() {
    let desk = Desk::new();
    desk.draw_faces();
    desk.run(&with(&["--results", "alone", "--jobs", "1"]))
        .succeeds();
    let ran = desk
        .run(&with(&["--results", "together", "--jobs", "2", "--json"]))
        .succeeds();
    let (alone, together) = (
        records(&desk.path("alone")),
        records(&desk.path("together")),
    );
    assert_eq!(
        alone.keys().collect::<Vec<_>>(),
        together.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &alone {
        assert!(together[name] == *bytes, "{name} differs");
    }

    // Two of the three are under way from the start.
    let events = events(&ran.out);
    let place = |what: &dyn Fn(&Value) -> bool| events.iter().position(what).unwrap();
    let second = place(&|event| event["event"] == "started" && event["run"] != events[0]["run"]);
    let first_ends = place(&|event| {
        let last = event["metrics"]["epoch"].as_u64().map(|epoch| epoch + 1);
        event["run"] == events[0]["run"] && last == events[0]["epochs"].as_u64()
    });
    assert!(second < first_ends, "{}", ran.out);
}

#[test]
fn a_run_that_fails_lets_the_others_go_on_and_is_named_at_the_end() {
    let desk = Desk::new();
    desk.draw_faces();
    let short = ["run", "sgd", "--data", "faces", "--scale", "tiny"];
    desk.run(&short).succeeds();
    let study = desk.read("results/studies/drawn-tiny/study.json");
    let study: Value = serde_json::from_str(&study).unwrap();
    let run_of = |name: &str| {
        let mut experiments = study["experiments"].as_array().unwrap().iter();
        let found = experiments.find(|each| each["experiment"]["name"] == name);
        found.unwrap()["runs"][0].as_str().unwrap().to_owned()
    };
    // A checkpoint that was torn, of a run with epochs left.
    let sgd = run_of("sgd");
    let folder = desk.path("results/runs").join(&sgd);
    std::fs::write(folder.join("checkpoint/state.safetensors"), "torn").unwrap();
    let metrics = std::fs::read_to_string(folder.join("metrics.jsonl")).unwrap();
    let first = metrics.lines().next().unwrap();
    std::fs::write(folder.join("metrics.jsonl"), format!("{first}\n")).unwrap();

    for jobs in ["1", "2"] {
        let ran = desk.run(&with(&["--jobs", jobs, "--quiet"])).fails_with(1);
        assert!(ran.err.contains("runs failed"), "{}", ran.err);
        assert!(ran.err.contains("\n  sgd: "), "{}", ran.err);
        assert!(ran.err.contains(&sgd), "{}", ran.err);
        let dropout = format!("results/runs/{}/run.json", run_of("dropout"));
        assert!(desk.read(&dropout).contains("\"finished\""));
        assert!(ran.out.contains("report.html"), "{}", ran.out);
        std::fs::remove_dir_all(desk.path("results/runs").join(run_of("dropout"))).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_saves_every_run_under_way() {
    use std::io::BufRead;
    use std::process::{Command, Stdio};

    let desk = Desk::new();
    desk.draw_faces();
    let mut child = desk
        .command(&with(&["--jobs", "2", "--json"]))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut under_way = BTreeSet::new();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap()).lines();
    while under_way.len() < 2 {
        let event: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        if event["event"] == "epoch" {
            under_way.insert(event["run"].to_string());
        }
    }
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    lines.for_each(drop);
    assert_eq!(child.wait().unwrap().code(), Some(130));

    desk.run(&with(&["--jobs", "2"])).succeeds();
    let resumed = records(&desk.path("results"));
    desk.run(&with(&["--results", "straight"])).succeeds();
    assert!(
        resumed == records(&desk.path("straight")),
        "stopped runs went on to other records"
    );
}

#[test]
fn training_goes_on_when_nobody_listens_any_more() {
    use std::io::BufRead;
    use std::process::Stdio;

    let desk = Desk::new();
    desk.draw_faces();
    for (json, name) in [(true, "json"), (false, "lines")] {
        let arguments = with(&["--results", name, if json { "--json" } else { "--jobs=1" }]);
        let mut command = desk.command(&arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let first: Box<dyn std::io::Read> = if json { Box::new(out) } else { Box::new(err) };
        let mut line = String::new();
        std::io::BufReader::new(first).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{name}");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{name}");
        for record in records(&desk.path(name)) {
            let text = String::from_utf8_lossy(&record.1);
            assert!(
                !record.0.ends_with("run.json") || text.contains("\"finished\""),
                "{text}"
            );
        }
    }
}

#[test]
fn a_run_that_another_process_trains_is_left_to_it() {
    let desk = Desk::new();
    desk.draw_faces();
    let sgd = ["sgd", "--data", "faces", "--scale", "tiny"];
    let plan = desk.run(&[&["plan", "--json"], &sgd[..]].concat());
    let plan: Value = serde_json::from_str(&plan.succeeds().out).unwrap();
    let mut runs = plan["runs"].as_array().unwrap().iter();
    let run = runs.find(|run| run["experiments"][0] == "sgd").unwrap();
    let id = run["run"].as_str().unwrap();
    let folder = desk.path("results/runs").join(id).join("checkpoint");
    std::fs::create_dir_all(&folder).unwrap();
    let lock = std::fs::File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let run = [&["run"], &sgd[..]].concat();
    let ran = desk.run(&run).fails_with(1);
    let expected = format!("{id} is being trained by another process");
    assert!(ran.err.contains(&expected), "{}", ran.err);
    assert!(ran.err.contains("the others are done"), "{}", ran.err);
    drop(lock);
    desk.run(&run).succeeds();
}

#[test]
fn a_device_that_is_not_there_is_a_mistake_on_the_command_line() {
    let desk = Desk::new();
    let ran = desk
        .run(&["reproduce", "--device", "cuda:99"])
        .fails_with(2);
    assert!(ran.err.contains("cuda:99"), "{}", ran.err);
    if !cfg!(feature = "cuda") {
        let advice = "cargo build --release --features cuda";
        assert!(ran.err.contains(advice), "{}", ran.err);
    }
    assert!(!desk.path("cache").exists(), "nothing was drawn yet");

    let ran = desk.run(&["plan", "--device", "gpu"]).fails_with(2);
    assert!(ran.err.contains("`cuda:N`"), "{}", ran.err);
    let ran = desk.run(&["run", "base", "--jobs", "0"]).fails_with(2);
    assert!(ran.err.contains("a number from 1 on"), "{}", ran.err);
}

#[test]
fn the_record_names_the_device() {
    let desk = Desk::new();
    desk.draw_faces();
    let cpu = [
        "--data", "faces", "--scale", "tiny", "--device", "cpu", "--tf32",
    ];
    desk.run(&[&["run", "base"], &cpu[..]].concat()).succeeds();
    let mut runs = std::fs::read_dir(desk.path("results/runs")).unwrap();
    let record = runs.next().unwrap().unwrap().path().join("run.json");
    let record: Value = serde_json::from_slice(&std::fs::read(record).unwrap()).unwrap();
    assert_eq!(record["environment"]["device"], "cpu");
    assert_eq!(record["environment"]["tf32"], false, "a CPU never rounds");
}
