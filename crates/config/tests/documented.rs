//! Every field of a file is in `defaults.toml`, with its default or commented out.

use faceoff_config::{Catalog, Error};
use toml::{Table, Value};

/// A field that no table knows.
const UNKNOWN: &str = "no_such_field";

/// `defaults.toml` with the fields that are commented out.
fn documented() -> Table {
    let field = |line: &str| {
        let name = line.strip_prefix("# ")?.split_once(" = ")?.0;
        let named = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        named.then(|| line[2..].to_owned())
    };
    let lines = include_str!("../src/defaults.toml").lines();
    let lines: Vec<String> = lines
        .map(|line| field(line).unwrap_or_else(|| line.to_owned()))
        .collect();
    lines.join("\n").parse().unwrap()
}

/// A file in which the table of `defaults.toml` at `path` has a field that it does not know.
fn with_unknown_field(path: &[&str]) -> (&'static str, String) {
    let experiment = "experiments/a.toml";
    let comparison = "experiments/comparisons/a.toml";
    let entry = "[[entries]]\nexperiment = \"base\"\n";
    match path {
        ["experiment", tables @ ..] | ["scale", tables @ ..] => {
            let file = match path[0] {
                "scale" => "experiments/scales/a.toml",
                _ => experiment,
            };
            let header = match tables {
                [] => String::new(),
                _ => format!("[{}]\n", tables.join(".")),
            };
            (file, format!("{header}{UNKNOWN} = 0\n"))
        }
        ["comparison"] => (comparison, format!("{UNKNOWN} = 0\n{entry}")),
        ["comparison", "entries"] => (comparison, format!("{entry}{UNKNOWN} = 0\n")),
        ["comparison", "overlays"] => (comparison, format!("{entry}[[overlays]]\n{UNKNOWN} = 0\n")),
        ["comparison", chart] => (comparison, format!("{entry}[{chart}]\n{UNKNOWN} = 0\n")),
        ["dropout"] => (
            experiment,
            format!("[model]\ndropout = [{{ {UNKNOWN} = 0 }}]\n"),
        ),
        [field, kind] => {
            let table = if *field == "split" { "data" } else { "train" };
            let value = format!("{{ kind = \"{kind}\", {UNKNOWN} = 0 }}");
            (experiment, format!("[{table}]\n{field} = {value}\n"))
        }
        _ => panic!("{path:?} is no table of a file"),
    }
}

/// What is said about a file's mistakes.
fn mistakes(file: &str, text: String) -> String {
    let base = ("experiments/base.toml".into(), String::new());
    match Catalog::from_texts([base, (file.into(), text.clone())]) {
        Err(Error::Mistakes(mistakes)) => mistakes.to_string(),
        other => panic!("{text}: {other:?}"),
    }
}

/// The names in backquotes that a text lists after `before`.
fn listed<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
    let (_, list) = text.split_once(before).unwrap_or_else(|| panic!("{text}"));
    let line = list.lines().next().unwrap_or_default();
    line.split('`').skip(1).step_by(2).collect()
}

fn check(path: &[&str], table: &Table) {
    // A table without fields of its own heads those of the kinds.
    if !["split", "schedule", "optimizer", "loss"].contains(path.last().unwrap()) {
        let (file, text) = with_unknown_field(path);
        let text = mistakes(file, text);
        for field in listed(&text, "known here: ") {
            let there = field == "kind" || table.contains_key(field);
            assert!(there, "`{field}` is not in {path:?} of defaults.toml");
        }
    }
    for (name, value) in table {
        if let Value::Table(inner) = value {
            check(&[path, &[name]].concat(), inner);
        }
    }
}

#[test]
fn every_field_is_documented() {
    for (name, value) in &documented() {
        check(&[name], value.as_table().unwrap());
    }
}

#[test]
fn every_kind_is_documented() {
    let documented = documented();
    for (table, field) in [
        ("data", "split"),
        ("train", "schedule"),
        ("train", "optimizer"),
        ("train", "loss"),
    ] {
        let text = format!("[{table}]\n{field} = \"{UNKNOWN}\"\n");
        let text = mistakes("experiments/a.toml", text);
        for kind in listed(&text, "must be one of ") {
            let there = documented[field].get(kind).is_some();
            assert!(there, "`{kind}` is not in `{field}` of defaults.toml");
        }
    }
}

/// The examples that are commented out are right together.
#[test]
fn examples_can_be_read() {
    let mut documented = documented();
    let mut part = |name: &str| match documented.remove(name) {
        Some(Value::Table(table)) => table,
        other => panic!("{name}: {other:?}"),
    };
    let mut experiment = part("experiment");
    experiment["model"]["dropout"] = Value::Array(vec![Value::Table(part("dropout"))]);
    let mut comparison = part("comparison");
    let named = |name: &str| {
        let field = ("experiment".to_owned(), Value::from(name));
        Value::Table(Table::from_iter([field]))
    };
    let entries = vec![
        named("base"),
        named("momentum"),
        comparison["entries"].clone(),
    ];
    comparison["entries"] = Value::Array(entries);
    // Files are named in place of a number of them.
    for field in ["images", "skip"] {
        comparison["overlays"].as_table_mut().unwrap().remove(field);
    }
    comparison["overlays"] = Value::Array(vec![comparison["overlays"].clone()]);
    let files = [
        ("experiments/base.toml", String::new()),
        ("experiments/momentum.toml", experiment.to_string()),
        ("experiments/comparisons/a.toml", comparison.to_string()),
        ("experiments/scales/a.toml", part("scale").to_string()),
    ];
    if let Err(error) = Catalog::from_texts(files.map(|(path, text)| (path.into(), text))) {
        panic!("{error}");
    }
}
