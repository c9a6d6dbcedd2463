//! What differs between the configurations of a comparison's experiments.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::study::{EntryData, label};

/// One field that is not the same in all experiments.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Difference {
    /// As an experiment file names it: `train.learning_rate`.
    pub(crate) field: String,
    /// One for each experiment, as a file would write it.
    pub(crate) values: Vec<String>,
}

/// The fields in which the experiments of `entries` differ, with one column for each entry; entries of the
/// same experiment have the same column.
///
/// Epochs are left out: entries say at which they are compared.
pub(crate) fn differences(entries: &[EntryData<'_>]) -> Vec<Difference> {
    let columns: Vec<BTreeMap<String, String>> = entries.iter().map(fields).collect();
    let mut names: Vec<&String> = columns.iter().flat_map(BTreeMap::keys).collect();
    names.sort();
    names.dedup();
    let row = |name: &String| Difference {
        field: name.clone(),
        values: columns
            .iter()
            .map(|column| column.get(name).cloned().unwrap_or_else(|| "–".to_owned()))
            .collect(),
    };
    let rows = names.into_iter().map(row);
    rows.filter(|row| row.values.iter().any(|value| *value != row.values[0]))
        .collect()
}

fn fields(entry: &EntryData<'_>) -> BTreeMap<String, String> {
    let experiment = entry.experiment;
    let mut train = experiment.train.clone();
    train.epochs = 0;
    train.snapshots.clear();
    let mut found = BTreeMap::new();
    let parts = [
        ("data", serde_json::to_value(&experiment.data)),
        ("model", serde_json::to_value(&experiment.model)),
        ("train", serde_json::to_value(&train)),
    ];
    for (name, value) in parts {
        // These types hold nothing JSON cannot say.
        if let Ok(value) = value {
            collect(name, &value, &mut found);
        }
    }
    found
}

fn collect(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) if is_a_kind(value) => {
            // `{"adam": {"beta1": 0.9, …}}` is the kind `adam` with its fields.
            for (kind, inner) in fields {
                into.insert(path.to_owned(), kind.clone());
                if let Value::Object(inner) = inner {
                    for (name, value) in inner {
                        collect(&format!("{path}.{name}"), value, into);
                    }
                }
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(&format!("{path}.{name}"), value, into);
            }
        }
        Value::Null => {}
        other => {
            into.insert(path.to_owned(), written(other));
        }
    }
}

/// One field whose value is a table: how serde writes an enum's variant.
fn is_a_kind(value: &Value) -> bool {
    let Value::Object(fields) = value else {
        return false;
    };
    fields.len() == 1 && fields.values().all(Value::is_object)
}

/// A value as an experiment file would say it.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(number) => label::plain(number),
            None => number.to_string(),
        },
        Value::Bool(flag) => flag.to_string(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{name} {}", written(value)))
                .collect();
            fields.join(" ")
        }
        Value::Null => String::new(),
    }
}
