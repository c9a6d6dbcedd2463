//! The experiments of `tests/every-kind`, with which two builds of the program are compared, say
//! every field and every kind that an experiment can say.

use std::collections::BTreeSet;
use std::path::Path;

use faceoff_spec::{Accepts, Experiment, Field, Preset};
use toml::{Table, Value};

/// The data set is named when the experiments are run.
const NOT_SAID: &[&str] = &["name", "description", "data.set"];

#[test]
fn every_field_and_every_kind_has_an_experiment() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/every-kind");
    let mut said = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let text = std::fs::read_to_string(path).unwrap();
            collect("", &Value::Table(text.parse::<Table>().unwrap()), &mut said);
        }
    }
    let mut expected = BTreeSet::new();
    for field in Experiment::FIELDS {
        expect("", field, &mut expected);
    }
    let missing: Vec<_> = expected.difference(&said).collect();
    assert!(
        missing.is_empty(),
        "no experiment of tests/every-kind says {missing:?}: add a file"
    );
}

/// What a file says, as paths: `train.optimizer=sgd`, `train.optimizer=sgd.momentum`.
fn collect(path: &str, value: &Value, said: &mut BTreeSet<String>) {
    said.insert(path.to_owned());
    match value {
        Value::String(text) => {
            said.insert(format!("{path}={text}"));
        }
        Value::Boolean(flag) => {
            said.insert(format!("{path}={flag}"));
        }
        Value::Table(table) => {
            let kind = table.get("kind").and_then(Value::as_str);
            let plain = path;
            let path = match kind {
                Some(kind) => format!("{plain}={kind}"),
                None => plain.to_owned(),
            };
            said.insert(path.clone());
            for (name, value) in table {
                // A field that all kinds have, of any of them.
                said.insert(below(plain, name));
                collect(&below(&path, name), value, said);
            }
        }
        Value::Array(values) => {
            for value in values {
                collect(path, value, said);
            }
        }
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => {}
    }
}

/// What has to be said of a field: another value than its default, and each of its kinds.
fn expect(path: &str, field: &Field, expected: &mut BTreeSet<String>) {
    let path = below(path, field.name);
    if NOT_SAID.contains(&&path[..]) {
        return;
    }
    let preset = match field.preset {
        Preset::Value(value) => value.trim_matches('"'),
        Preset::As(_) | Preset::Absent(_) | Preset::Required => "",
    };
    match &field.accepts {
        Accepts::Table(groups) => {
            for field in groups.iter().copied().flatten() {
                expect(&path, field, expected);
            }
        }
        Accepts::Tables(fields, _) => {
            for field in *fields {
                expect(&path, field, expected);
            }
        }
        Accepts::Kind(kinds) => {
            for field in kinds.shared {
                expect(&path, field, expected);
            }
            for kind in kinds.kinds {
                let path = format!("{path}={}", kind.name);
                if kind.name != preset || !kind.fields.is_empty() {
                    expected.insert(path.clone());
                }
                for field in kind.fields {
                    expect(&path, field, expected);
                }
            }
        }
        Accepts::Choice(names) | Accepts::Renamed(names, _) => {
            let others = names.iter().filter(|name| **name != preset);
            expected.extend(others.map(|name| format!("{path}={name}")));
        }
        Accepts::Flag => {
            expected.insert(format!("{path}={}", preset != "true"));
        }
        Accepts::Text
        | Accepts::Prose
        | Accepts::Texts(_)
        | Accepts::Word(_)
        | Accepts::Seed
        | Accepts::Whole(_)
        | Accepts::Signed(_)
        | Accepts::WholeOrAll(_)
        | Accepts::Wholes(..)
        | Accepts::Number(_) => {
            expected.insert(path);
        }
    }
}

fn below(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    }
}
