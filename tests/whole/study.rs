//! The whole way, from experiment files to the report page, on drawn faces.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::SystemTime;

use crate::desk::{Desk, Ran};

const STUDY: [&str; 5] = ["reproduce", "--data", "faces", "--scale", "tiny"];
const FOLDER: &str = "results/studies/drawn-tiny";

fn files(folder: &Path) -> BTreeMap<String, (SystemTime, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                let time = path.metadata().unwrap().modified().unwrap();
                found.insert(name, (time, std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder)
        .into_iter()
        .map(|(name, (_, bytes))| (name, bytes))
        .collect()
}

#[test]
fn one_command_does_the_study_and_a_second_draws_it_again() {
    let desk = Desk::new();
    desk.draw_faces();
    let ran = desk.run(&STUDY).succeeds();
    for words in ["report.html", "- Dropout: ", "median NME"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let left = " left, ";
    assert!(
        ran.err.contains(left) && ran.err.contains(" left for all runs"),
        "{}",
        ran.err
    );

    let page = desk.read(&format!("{FOLDER}/report.html"));
    for heading in [
        "Overfitting",
        "Learning rate",
        "Optimizer",
        "Dropout",
        "More linear",
        "Unseen people",
    ] {
        assert!(
            page.to_lowercase().contains(&heading.to_lowercase()),
            "no section on {heading}"
        );
    }
    assert!(
        page.contains("drawn by the tool"),
        "the page must say that the faces are drawn"
    );
    let runs = std::fs::read_dir(desk.path("results/runs"))
        .unwrap()
        .count();
    assert_eq!(
        runs, 12,
        "seven experiments of the study, two on unseen people, three with another seed"
    );

    // Again: nothing is trained, the records stay as they are.
    let before = files(&desk.path("results/runs"));
    desk.run(&STUDY).succeeds();
    assert_eq!(files(&desk.path("results/runs")), before);

    // From records alone: the same page, to the byte.
    let drawn = contents(&desk.path(FOLDER));
    std::fs::remove_dir_all(desk.path(FOLDER).join("charts")).unwrap();
    std::fs::remove_file(desk.path(FOLDER).join("report.html")).unwrap();
    desk.run(&["report", "--data", "faces"]).succeeds();
    assert_eq!(contents(&desk.path(FOLDER)), drawn);

    // Without data, networks and checkpoints: charts all the same, landmarks over empty frames.
    for run in std::fs::read_dir(desk.path("results/runs")).unwrap() {
        let run = run.unwrap().path();
        std::fs::remove_dir_all(run.join("snapshots")).unwrap();
        std::fs::remove_dir_all(run.join("checkpoint")).unwrap();
    }
    std::fs::remove_dir_all(desk.path("faces")).unwrap();
    std::fs::remove_dir_all(desk.path("cache")).unwrap();
    desk.run(&["report"]).succeeds();
    let bare = contents(&desk.path(FOLDER));
    assert_eq!(
        bare["charts/overfitting-loss.svg"],
        drawn["charts/overfitting-loss.svg"]
    );
    assert!(
        desk.read(&format!("{FOLDER}/report.html"))
            .contains("empty frame")
    );

    let compared = desk.run(&["compare", "base", "dropout"]).succeeds();
    assert!(compared.out.contains("NME"), "{}", compared.out);
    // The study has a second seed of both, in experiments of their own: that is the answer, and what
    // the first alone showed stands below.
    for words in [
        "2 seeds each",
        "With 1 seed each, as the experiments compared here ask for: ",
    ] {
        assert!(compared.out.contains(words), "{words}: {}", compared.out);
    }

    // One experiment at two epochs, also where the one not said would be the same.
    for other in ["base@2", "base@14"] {
        let compared = desk.run(&["compare", "base", other]).succeeds();
        for name in ["Base, 2 epochs", "Base, 14 epochs"] {
            assert!(compared.out.contains(name), "{other}: {}", compared.out);
        }
    }
    // The longer one's network is kept at its end alone.
    let strangers = ["compare", "unseen-people", "unseen-people-robust", "--json"];
    let compared = desk.run(&strangers).succeeds();
    let note = "no network of `unseen-people-robust` was kept after 2 epochs: it is compared \
                after 5";
    assert!(compared.err.contains(note), "{}", compared.err);
    let value: serde_json::Value = serde_json::from_str(&compared.out).unwrap();
    let epochs = [0, 1].map(|entry| value["entries"][entry]["epochs"].as_u64());
    assert_eq!(epochs, [Some(2), Some(5)]);
    let same = desk.run(&["compare", "base", "base"]).fails_with(2);
    assert!(same.err.contains("name another epoch"), "{}", same.err);
    let never = desk.run(&["compare", "base@3", "dropout"]).fails_with(2);
    let there = "no network of `base` was kept after 3 epochs, but after 1, 2,";
    assert!(never.err.contains(there), "{}", never.err);
}

#[test]
fn several_seeds_are_trained_drawn_as_bands_and_compared() {
    let desk = Desk::new();
    desk.draw_faces();
    let runs = || {
        std::fs::read_dir(desk.path("results/runs"))
            .unwrap()
            .count()
    };
    let tiny = ["--data", "faces", "--scale", "tiny"];
    desk.run(&[&["run", "dropout", "--seeds", "2"], &tiny[..]].concat())
        .succeeds();
    assert_eq!(runs(), 4, "two experiments with two seeds");
    let chart = desk.read(&format!("{FOLDER}/charts/dropout-loss.svg"));
    assert!(
        chart.contains("n = 2 seeds") && chart.contains("<polygon"),
        "{chart}"
    );
    let compared = desk.run(&["compare", "base", "dropout"]).succeeds();
    assert!(compared.out.contains("2 seeds each"), "{}", compared.out);

    // A command about other experiments leaves what was trained before in the study.
    desk.run(&[&["run", "sgd"], &tiny[..]].concat()).succeeds();
    assert_eq!(runs(), 5);
    let compared = desk
        .run(&["compare", "dropout", "sgd", "--json"])
        .succeeds();
    let value: serde_json::Value = serde_json::from_str(&compared.out).unwrap();
    assert_eq!(value["entries"][0]["seeds"], 2);
    assert_eq!(value["verdicts"]["judged"][0]["reference_seeds"], 2);
}

#[test]
fn an_experiment_of_ones_own_is_one_file() {
    let desk = Desk::new();
    desk.draw_faces();
    let mine = "name = \"mine\"\nextends = \"dropout\"\n[train]\nlearning_rate = 0.0003\n";
    desk.write("experiments/mine.toml", mine);
    let arguments = ["run", "mine", "--data", "faces", "--scale", "tiny"];
    desk.run(&arguments).succeeds();
    assert!(desk.read(&format!("{FOLDER}/report.html")).contains("mine"));
    let trained = std::fs::read_dir(desk.path("results/runs"))
        .unwrap()
        .count();
    assert_eq!(
        trained, 2,
        "the experiment and what it extends, nothing else"
    );
    let untrained = desk.run(&["compare", "mine", "sgd"]).fails_with(2);
    assert!(
        untrained.err.contains("`sgd` is not trained yet"),
        "{}",
        untrained.err
    );

    // The study that has records of what is compared, also where it is not the last one written.
    desk.run(&["run", "sgd", "--scale", "tiny", "--data", "faces"])
        .succeeds();
    let folder = desk.path(FOLDER);
    let other = desk.path("results/studies/later");
    std::fs::create_dir_all(&other).unwrap();
    let study = desk.read(&format!("{FOLDER}/study.json"));
    let mut study: serde_json::Value = serde_json::from_str(&study).unwrap();
    study["name"] = "later".into();
    for each in study["experiments"].as_array_mut().unwrap() {
        each["runs"] = serde_json::json!(["0000000000000000"]);
    }
    std::fs::write(other.join("study.json"), study.to_string()).unwrap();
    desk.run(&["compare", "mine", "sgd"]).succeeds();
    assert!(folder.join("compare/mine-and-sgd/report.html").is_file());
    let none = desk.run(&["compare", "mine", "more-linear"]);
    assert!(none.fails_with(2).err.contains("--study"));

    // Images of another set are not drawn under its landmarks.
    let fewer = ["data", "synth", "others", "--people", "4", "--videos", "1"];
    desk.run(&[&fewer[..], &["--frames", "4"]].concat())
        .succeeds();
    let wrong = desk.run(&["report", "drawn-tiny", "--data", "others"]);
    let wrong = wrong.fails_with(2).err;
    assert!(wrong.contains("others is not the data set"), "{wrong}");
}

#[test]
fn a_record_that_cannot_be_read_costs_itself_alone() {
    let desk = Desk::new();
    desk.draw_faces();
    let run = ["run", "sgd", "--data", "faces", "--scale", "tiny"];
    desk.run(&run).succeeds();
    let study = desk.read(&format!("{FOLDER}/study.json"));
    let study: serde_json::Value = serde_json::from_str(&study).unwrap();
    let mut experiments = study["experiments"].as_array().unwrap().iter();
    let base = experiments.find(|each| each["experiment"]["name"] == "base");
    let id = base.unwrap()["runs"][0].as_str().unwrap().to_owned();
    let metrics = format!("results/runs/{id}/metrics.jsonl");
    let whole = desk.read(&metrics);
    // Cut in the middle of its last line.
    desk.write(&metrics, &whole[..whole.len() - 20]);

    let report = desk.run(&["report"]).succeeds();
    assert!(report.err.contains(&id), "{}", report.err);
    assert!(report.err.contains("metrics.jsonl"), "{}", report.err);
    let page = desk.read(&format!("{FOLDER}/report.html"));
    assert!(page.contains("is left out") && page.contains("SGD"));
    let plan = [&["plan"], &run[1..]].concat();
    let plan = desk.run(&plan).succeeds();
    assert!(plan.out.contains("cannot be read"), "{}", plan.out);
    assert!(plan.out.contains("complete"), "{}", plan.out);
    let again = desk.run(&run).fails_with(1);
    assert!(again.err.contains("remove its folder"), "{}", again.err);
    assert!(again.out.contains("report.html"), "{}", again.out);

    desk.write(&metrics, &whole);
    let again = desk.run(&run).succeeds();
    assert!(!again.err.contains("left out"), "{}", again.err);
}

#[test]
fn a_report_of_other_images_is_not_replaced_without_a_word() {
    let desk = Desk::new();
    for (folder, seed) in [("one/faces", "1"), ("two/faces", "2")] {
        let few = ["--people", "4", "--videos", "1", "--frames", "4"];
        let draw = ["data", "synth", folder, "--seed", seed];
        desk.run(&[&draw[..], &few].concat()).succeeds();
    }
    let run = |data: &str| {
        let arguments = ["run", "sgd", "--scale", "tiny", "--data", data];
        desk.run(&arguments).succeeds().err
    };
    let other = "is about other images";
    assert!(!run("one/faces").contains(other));
    assert!(!run("one/faces").contains(other), "of these");
    let warned = run("two/faces");
    assert!(warned.contains(other), "{warned}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_saves_everything_and_the_next_start_goes_on() {
    let desk = Desk::new();
    desk.draw_faces();
    let arguments = ["run", "base", "--data", "faces", "--scale", "tiny"];
    let mut child = desk
        .command(&arguments)
        .arg("--json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // After the first epoch, in the middle of the work.
    let mut reader = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("\"epoch\":0") {
        line.clear();
        let read = std::io::BufRead::read_line(&mut reader, &mut line).unwrap();
        assert!(read > 0, "the run ended before its first epoch");
    }
    let interrupted = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupted.success());
    std::io::copy(&mut reader, &mut std::io::sink()).unwrap();
    let output = child.wait_with_output().unwrap();
    let ran = Ran::new(&arguments, output);
    assert_eq!(ran.code, Some(130), "{}", ran.err);
    assert!(ran.err.contains("finishing this batch"), "{}", ran.err);
    let command = " run base --data faces --scale tiny --json";
    assert!(ran.err.contains(command), "{}", ran.err);

    desk.run(&arguments).succeeds();
    let resumed = losses(&desk);
    std::fs::remove_dir_all(desk.path("results")).unwrap();
    desk.run(&arguments).succeeds();
    assert_eq!(resumed, losses(&desk));
}

/// The losses of the only run, as written.
#[cfg(unix)]
fn losses(desk: &Desk) -> Vec<(String, String)> {
    let mut runs = std::fs::read_dir(desk.path("results/runs")).unwrap();
    let run = runs.next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(run.join("metrics.jsonl")).unwrap();
    let field = |line: &serde_json::Value, name: &str| line[name].to_string();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .map(|line| (field(&line, "train_loss"), field(&line, "test_loss")))
        .collect()
}

#[test]
#[ignore = "takes minutes: the run a newcomer starts with, to its finished report"]
fn reproduce_with_no_arguments_ends_in_a_report() {
    let desk = Desk::new();
    let planned = || -> serde_json::Value {
        let ran = desk.run(&["plan", "--json"]).succeeds();
        serde_json::from_str(&ran.out).unwrap()
    };
    let before = planned();
    desk.run(&["reproduce"]).succeeds();
    assert!(
        desk.path("results/studies/drawn-quick/report.html")
            .is_file()
    );
    // The runs had their names before the faces were drawn.
    let after = planned();
    assert_eq!(before["faces_to_be_drawn"], true);
    assert_eq!(after["faces_to_be_drawn"], false);
    let ids = |plan: &serde_json::Value| -> Vec<String> {
        let runs = plan["runs"].as_array().unwrap().iter();
        runs.map(|run| run["run"].to_string()).collect()
    };
    assert_eq!(ids(&before), ids(&after));
    assert_eq!(after["seconds_left"], 0.0);
}
