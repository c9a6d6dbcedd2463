//! What there is of a study, and what people say of it: `list`, `show`, `diff`, `tag`, `note`, `rm`,
//! `gc`.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::desk::{BASE, Desk, FAST, Ran, SGD};

/// `base` with two seeds, `fast` and `sgd`, trained once for all tests.
static TRAINED: LazyLock<Desk> = LazyLock::new(|| {
    let desk = Desk::small();
    for (name, text, seeds) in [("base", BASE, 2), ("fast", FAST, 1), ("sgd", SGD, 1)] {
        desk.write(
            &format!("experiments/{name}.toml"),
            &format!("{text}seeds = {seeds}\n"),
        );
    }
    let train = [
        "run", "base", "fast", "sgd", "--data", "faces", "--scale", "tiny",
    ];
    desk.run(&train).succeeds();
    // What was found out is told from the records alone.
    std::fs::remove_dir_all(desk.path("faces")).unwrap();
    std::fs::remove_dir_all(desk.path("cache")).unwrap();
    desk
});

fn json(ran: Ran) -> Value {
    serde_json::from_str(&ran.succeeds().out).unwrap()
}

/// `text` without what depends on the machine: ids, losses and errors, times, sizes, blanks, and the
/// parts about where it was trained and what the curves look like.
fn stable(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut skipping = false;
    for line in text.lines() {
        skipping &= line.starts_with(' ');
        if !skipping && !line.contains("minutes of training") {
            lines.push(stable_words(line));
        }
        skipping |= line == "environment" || line.starts_with("losses");
    }
    lines.join("\n")
}

fn stable_words(line: &str) -> String {
    let line = line.replace("just now", "0m ago");
    let words = line.split_whitespace().map(|word| {
        let bare = word.trim_matches(['(', ')', ',', '+', '\u{2212}']);
        let age = bare.trim_end_matches(['m', 'h', 'd']);
        let is_id = matches!(bare.len(), 8 | 16) && bare.chars().all(|c| c.is_ascii_hexdigit());
        let is_age = bare == "now" || (age != bare && age.parse::<u64>().is_ok());
        match bare.parse::<f64>() {
            _ if is_id => word.replace(bare, "ID"),
            _ if is_age => word.replace(bare, "AGE"),
            Ok(_) if bare.contains('.') => "NUMBER".to_owned(),
            _ => word.to_owned(),
        }
    });
    let words = words.collect::<Vec<_>>();
    // A size is a number and a unit, each a word.
    let is_unit = |word: &str| matches!(word.trim_end_matches(','), "B" | "kB" | "MB");
    let next_is_unit = |i: usize| words.get(i + 1).is_some_and(|next| is_unit(next));
    let numbers = words.iter().enumerate().filter(|(i, _)| !next_is_unit(*i));
    let sized = numbers.map(|(_, word)| match is_unit(word) {
        true => word.replace(word.trim_end_matches(','), "SIZE"),
        false => word.clone(),
    });
    sized.collect::<Vec<_>>().join(" ")
}

/// The ids of an experiment's runs, the first seed's first.
fn runs_of(desk: &Desk, experiment: &str) -> Vec<String> {
    let shown = json(desk.run(&["show", experiment, "--json"]));
    let runs = shown["runs"].as_array().unwrap();
    let ids = runs
        .iter()
        .map(|run| run["id"].as_str().unwrap().to_owned());
    ids.collect()
}

fn names(value: &Value) -> Vec<&str> {
    let entries = value["experiments"].as_array().unwrap();
    let names = entries.iter().map(|each| each["name"].as_str().unwrap());
    names.collect()
}

#[test]
fn experiments_are_listed_from_their_records_alone() {
    let desk = TRAINED.copied();
    desk.write(
        "experiments/new.toml",
        "extends = \"base\"\n[train]\nepochs = 9\nseed = 7\n",
    );
    insta::assert_snapshot!("list", stable(&desk.run(&["list"]).succeeds().out));
    let all = json(desk.run(&["list", "--json"]));
    assert_eq!(names(&all), ["base", "fast", "new", "sgd"]);
    let base = &all["experiments"][0];
    assert_eq!(
        (&base["state"], &base["seeds_complete"]),
        (&"complete".into(), &2.into())
    );
    assert!(base["nme"].as_f64().unwrap() > 0.0 && base["test_loss"].as_f64().unwrap() > 0.0);
    assert_eq!(all["runs"].as_array().unwrap().len(), 4);
}

#[test]
fn lists_are_filtered_and_sorted() {
    let desk = TRAINED.copied();
    desk.write(
        "experiments/new.toml",
        "extends = \"base\"\n[train]\nseed = 7\n",
    );
    desk.run(&["tag", "sgd", "slow"]).succeeds();
    desk.run(&["note", "fast", "Twice as FAST"]).succeeds();
    let listed = |more: &[&str]| json(desk.run(&[&["list", "--json"], more].concat()));
    for (more, expected) in [
        (&["--state", "pending"][..], &["new"][..]),
        (
            &["--state", "pending", "--state", "complete"],
            &["base", "fast", "new", "sgd"],
        ),
        (&["--tag", "slow"], &["sgd"]),
        (&["--tag", "#slow"], &["sgd"]),
        (&["twice"], &["fast"]),
        (&["twice", "thrice"], &[]),
        (&["--study", "drawn-tiny", "--tag", "slow"], &["sgd"]),
        (&["--study", "other"], &[]),
    ] {
        assert_eq!(names(&listed(more)), expected, "{more:?}");
    }
    let sorted = listed(&["--sort", "nme"]);
    let nme = |each: &Value| each["nme"].as_f64().unwrap_or(f64::INFINITY);
    let nmes = sorted["experiments"].as_array().unwrap().iter().map(nme);
    assert!(nmes.is_sorted(), "{sorted}");
    let wrong = desk.run(&["list", "--state", "done"]).fails_with(2).err;
    assert!(wrong.contains("possible values: pending"), "{wrong}");
}

#[test]
fn runs_that_no_experiment_file_asks_for_are_listed_too() {
    let desk = TRAINED.copied();
    let [fast] = runs_of(&desk, "fast").try_into().unwrap();
    std::fs::remove_file(desk.path("experiments/fast.toml")).unwrap();
    let text = desk.run(&["list"]).succeeds().out;
    assert!(text.contains("fast (no file)"), "{text}");
    let (_, others) = text
        .split_once("runs that no experiment file asks for")
        .unwrap();
    assert!(others.contains(&fast[..8]), "{others}");
    let asked = |run: &&Value| run["asked_for"] == false;
    let listed = json(desk.run(&["list", "--json"]));
    let others: Vec<&Value> = listed["runs"]
        .as_array()
        .unwrap()
        .iter()
        .filter(asked)
        .collect();
    assert_eq!((others.len(), &others[0]["id"]), (1, &fast.into()));
}

#[test]
fn what_changed_what_was_stopped_and_what_is_being_trained_is_told() {
    let desk = TRAINED.copied();
    let fast = "extends = \"base\"\n[train]\nlearning_rate = 0.02\n";
    desk.write("experiments/fast.toml", fast);
    // What the study asks of `sgd` is longer than what is there, as if it had been stopped.
    let [sgd] = runs_of(&desk, "sgd").try_into().unwrap();
    let longer = "extends = \"base\"\n[train]\nepochs = 5\noptimizer = \"sgd\"\n";
    desk.write("experiments/sgd.toml", longer);
    let study = desk.read("results/studies/drawn-tiny/study.json");
    let mut study: Value = serde_json::from_str(&study).unwrap();
    let mut experiments = study["experiments"].as_array_mut().unwrap().iter_mut();
    let recorded = experiments.find(|each| each["experiment"]["name"] == "sgd");
    recorded.unwrap()["experiment"]["train"]["epochs"] = 5.into();
    desk.write("results/studies/drawn-tiny/study.json", &study.to_string());
    // And one of the base's is being trained.
    let [base, _] = runs_of(&desk, "base").try_into().unwrap();
    let lock = desk.path(&format!("results/runs/{base}/checkpoint/lock"));
    let lock = std::fs::File::create(lock).unwrap();
    lock.lock().unwrap();

    let listed = json(desk.run(&["list", "--json"]));
    let state = |name: &str| {
        let mut entries = listed["experiments"].as_array().unwrap().iter();
        let found = entries.find(|each| each["name"] == name).unwrap();
        found["state"].as_str().unwrap().to_owned()
    };
    let states = ["base", "fast", "sgd"].map(state);
    assert_eq!(states, ["training", "changed", "resumable"]);
    let busy = desk.run(&["rm", "base", "--yes"]).fails_with(1).err;
    assert!(
        busy.contains("is being trained by another process"),
        "{busy}"
    );
    assert_eq!(runs_of(&desk, "base").len(), 2, "nothing was removed");
    let shown = desk.run(&["show", "fast"]).succeeds().out;
    assert!(
        shown.contains("`train.learning_rate` was 0.01 and is 0.02 now"),
        "{shown}"
    );
    let metrics = format!("results/runs/{sgd}/metrics.jsonl");
    let text = desk.read(&metrics);
    desk.write(&metrics, &text[..text.len() - 9]);
    let listed = desk
        .run(&["list", "--runs", "--state", "unreadable"])
        .succeeds()
        .out;
    assert!(listed.contains(&sgd[..8]), "{listed}");
    let shown = desk.run(&["show", &sgd]).succeeds().out;
    assert!(shown.contains("metrics.jsonl"), "{shown}");
}

#[test]
fn everything_about_an_experiment_and_a_run_is_shown() {
    let desk = TRAINED.copied();
    desk.run(&["tag", "base", "baseline"]).succeeds();
    let shown = desk.run(&["show", "base"]).succeeds().out;
    insta::assert_snapshot!("show_experiment", stable(&shown));
    let [run, _] = runs_of(&desk, "base").try_into().unwrap();
    // An experiment that shares runs of a longer one is shown up to its own end.
    desk.write(
        "experiments/short.toml",
        "extends = \"base\"\n[train]\nepochs = 1\n",
    );
    let short = json(desk.run(&["show", "short", "--json"]));
    let of_short = &short["runs"][0];
    assert_eq!(
        (&short["state"], &of_short["id"]),
        (&"complete".into(), &run.as_str().into())
    );
    assert_eq!(
        (&of_short["kept"], &of_short["epochs_done"]),
        (&1.into(), &1.into())
    );
    assert_eq!(of_short["curves"].as_array().unwrap().len(), 1);
    let shown = desk.run(&["show", &run[..6]]).succeeds().out;
    for part in [
        &run,
        "seed 0",
        "predictions/epoch-00001.safetensors",
        "lowest",
        "networks",
    ] {
        assert!(shown.contains(part), "no {part} in\n{shown}");
    }
    let value = json(desk.run(&["show", &run[..6], "--json"]));
    assert_eq!(value["name"], run.as_str());
    assert_eq!(value["settings"]["train.optimizer"], "adam");
    assert_eq!(value["runs"][0]["curves"].as_array().unwrap().len(), 3);
    let nme = &value["runs"][0]["networks"][0]["measures"]["nme"];
    assert!(nme.as_f64().unwrap() > 0.0, "{value}");
}

#[test]
fn tags_and_notes_lie_beside_the_record_and_are_on_the_page() {
    let desk = TRAINED.copied();
    let ids = runs_of(&desk, "base");
    let record = |id: &str| desk.read(&format!("results/runs/{id}/run.json"));
    let before: Vec<String> = ids.iter().map(|id| record(id)).collect();
    let said = desk.run(&["tag", "base", "baseline", "v1"]).succeeds().out;
    assert!(
        said.contains("2 runs in drawn-tiny") && said.contains("#baseline #v1"),
        "{said}"
    );
    desk.run(&["note", "base", "as in <the> paper"]).succeeds();
    desk.run(&["note", &ids[1][..8], "the second seed"])
        .succeeds();
    let after: Vec<String> = ids.iter().map(|id| record(id)).collect();
    assert_eq!(before, after, "records stay as they are");

    let first: Value = json_of(&desk, &ids[0]);
    assert_eq!(first["tags"], serde_json::json!(["baseline", "v1"]));
    assert_eq!(first["notes"].as_array().unwrap().len(), 1);
    desk.run(&["report"]).succeeds();
    let page = desk.read("results/studies/drawn-tiny/report.html");
    for said in [
        "#baseline #v1",
        "as in &lt;the&gt; paper",
        "the second seed",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let listed = desk.run(&["list"]).succeeds().out;
    assert!(listed.contains("base #baseline #v1"), "{listed}");

    desk.run(&["tag", "base", "v1", "--remove"]).succeeds();
    desk.run(&["note", "base", "as in", "--remove"]).succeeds();
    assert_eq!(
        json_of(&desk, &ids[0])["tags"],
        serde_json::json!(["baseline"])
    );
    assert_eq!(
        json_of(&desk, &ids[1])["notes"].as_array().unwrap().len(),
        1
    );
    let mistakes = [
        desk.run(&["tag", "base", "v1", "--remove"]),
        desk.run(&["tag", "base", "two words"]),
        desk.run(&["note", "base", "as in", "--remove"]),
        desk.run(&["note", "base", "two\nlines"]),
        desk.run(&["tag", "bose", "v1"]),
    ];
    let mistakes = mistakes.map(|ran| ran.fails_with(2).err);
    insta::assert_snapshot!("tag_mistakes", mistakes.concat());
}

fn json_of(desk: &Desk, id: &str) -> Value {
    let text = desk.read(&format!("results/runs/{id}/annotations.json"));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn two_experiments_are_held_beside_each_other() {
    let desk = TRAINED.copied();
    let differ = desk.run(&["diff", "base", "fast"]).succeeds().out;
    insta::assert_snapshot!("diff", stable(&differ));
    let all = desk.run(&["diff", "base", "fast", "--all"]).succeeds().out;
    assert!(all.contains("model.conv"), "{all}");
    let epochs = json(desk.run(&["diff", "base@1", "base", "--json"]));
    assert_eq!(epochs["settings"], serde_json::json!([]));
    assert_eq!(epochs["sides"][0]["epochs"], 1);
    assert_eq!(epochs["sides"][1]["outcomes"]["seeds"], 2);
    let [run, _] = runs_of(&desk, "base").try_into().unwrap();
    let of_run = desk.run(&["diff", &run[..7], "sgd"]).succeeds().out;
    assert!(of_run.contains("train.optimizer"), "{of_run}");
}

#[test]
fn a_run_is_removed_only_where_somebody_says_yes() {
    let desk = TRAINED.copied();
    let [run, _] = runs_of(&desk, "base").try_into().unwrap();
    let folder = desk.path(&format!("results/runs/{run}"));
    let asked = desk.run(&["rm", &run[..6]]).fails_with(2);
    assert!(
        asked.out.contains("of base, seed 0, 3 epochs"),
        "{}",
        asked.out
    );
    assert!(
        asked.out.contains("The page of drawn-tiny shows"),
        "{}",
        asked.out
    );
    assert!(asked.err.contains("--yes"), "{}", asked.err);
    assert!(folder.is_dir());
    let removed = json(desk.run(&["rm", &run[..6], "--yes", "--json"]));
    assert_eq!(
        (&removed["removed"], removed["bytes"].as_u64() > Some(0)),
        (&true.into(), true)
    );
    assert!(!folder.exists());
    assert_eq!(runs_of(&desk, "base").len(), 1);
    desk.run(&["rm", "base", "sgd", "--yes"]).succeeds();
    let gone = desk.run(&["rm", "base"]).fails_with(2).err;
    assert!(gone.contains("`base` has no runs"), "{gone}");
}

#[test]
fn what_nothing_asks_for_is_removed_and_what_a_page_shows_is_not() {
    let desk = TRAINED.copied();
    let nothing = desk.run(&["gc"]).succeeds().out;
    assert_eq!(nothing, "nothing to remove\n");

    let [fast] = runs_of(&desk, "fast").try_into().unwrap();
    std::fs::remove_file(desk.path("experiments/fast.toml")).unwrap();
    let stays = desk.run(&["gc"]).succeeds().out;
    assert!(
        stays.contains(&format!(
            "run {fast} stays: the page of drawn-tiny shows it"
        )),
        "{stays}"
    );

    let study = desk.read("results/studies/drawn-tiny/study.json");
    let mut study: Value = serde_json::from_str(&study).unwrap();
    let experiments = study["experiments"].as_array_mut().unwrap();
    experiments.retain(|each| each["experiment"]["name"] != "fast");
    desk.write("results/studies/drawn-tiny/study.json", &study.to_string());
    for stray in ["results/runs/.writing-abc", "results/.writing-new"] {
        desk.write(stray, "half a fi");
    }
    let old = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    let mut options = std::fs::File::options();
    let stray = options
        .write(true)
        .open(desk.path("results/runs/.writing-abc"));
    stray.unwrap().set_modified(old).unwrap();
    desk.write("cache/decoded-0123456789abcdef.faces", "{\"format\":1}\n");

    let asked = desk.run(&["gc"]).fails_with(2);
    for found in [
        &fast,
        "no experiment file asks for it",
        "runs/.writing-abc",
        "decoded-",
    ] {
        assert!(asked.out.contains(found), "no {found} in {}", asked.out);
    }
    assert!(
        !asked.out.contains(".writing-new"),
        "it may be being written: {}",
        asked.out
    );
    assert!(
        asked.err.contains("no terminal") && asked.err.contains("3 items"),
        "{}",
        asked.err
    );
    assert!(desk.path(&format!("results/runs/{fast}")).is_dir());
    let removed = desk.run(&["gc", "--yes"]).succeeds().out;
    assert!(removed.contains("removed 3 items"), "{removed}");
    assert!(!desk.path(&format!("results/runs/{fast}")).exists());
    assert_eq!(desk.run(&["gc"]).succeeds().out, "nothing to remove\n");
    assert_eq!(runs_of(&desk, "base").len(), 2);

    desk.write("experiments/draft.toml", "[train]\nepochs = 0\n");
    let refused = desk.run(&["gc"]).fails_with(2).err;
    assert!(refused.contains("draft.toml"), "{refused}");
}
