//! What differs between the configurations of a comparison's experiments.

use std::collections::BTreeMap;

use faceoff_spec::{DataSpec, ModelSpec, TrainSpec};
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

/// One field that is not the same in all experiments, with its values as they are recorded.
pub(crate) struct Setting {
    /// As an experiment file names it: `train.learning_rate`.
    pub(crate) field: String,
    /// One for each experiment; none where its kind has no such field.
    pub(crate) values: Vec<Option<Value>>,
}

/// The fields in which the experiments of `entries` differ, with one value for each entry; entries of the
/// same experiment have the same.
///
/// Epochs are left out: entries say at which they are compared.
pub(crate) fn settings(entries: &[EntryData<'_>]) -> Vec<Setting> {
    let columns: Vec<BTreeMap<String, Value>> = entries.iter().map(fields).collect();
    let mut names: Vec<&String> = columns.iter().flat_map(BTreeMap::keys).collect();
    names.sort();
    names.dedup();
    let setting = |name: &String| Setting {
        field: name.clone(),
        values: columns
            .iter()
            .map(|column| column.get(name).cloned())
            .collect(),
    };
    let settings = names.into_iter().map(setting);
    settings
        .filter(|setting| {
            setting
                .values
                .iter()
                .any(|value| *value != setting.values[0])
        })
        .collect()
}

/// The same as an experiment file would write it.
pub(crate) fn differences(entries: &[EntryData<'_>]) -> Vec<Difference> {
    let value =
        |value: Option<Value>| value.map_or_else(|| "–".to_owned(), |value| written(&value));
    let settings = settings(entries).into_iter();
    settings
        .map(|setting| Difference {
            field: setting.field,
            values: setting.values.into_iter().map(value).collect(),
        })
        .collect()
}

fn fields(entry: &EntryData<'_>) -> BTreeMap<String, Value> {
    let experiment = entry.experiment;
    all_fields(&experiment.data, &experiment.model, &experiment.train)
}

/// Every setting as an experiment file names it, with its value as a file would write it:
/// `train.learning_rate` is `0.001`. Neither for how many epochs is trained nor which networks are
/// kept on the way is among them.
pub fn written_settings(
    data: &DataSpec,
    model: &ModelSpec,
    train: &TrainSpec,
) -> BTreeMap<String, String> {
    let mut fields = all_fields(data, model, train);
    fields.remove("train.epochs");
    fields.remove("train.snapshots");
    let fields = fields.into_iter();
    fields
        .map(|(name, value)| (name, written(&value)))
        .collect()
}

/// Every setting, those that do not tell experiments apart as if they were the same.
fn all_fields(data: &DataSpec, model: &ModelSpec, train: &TrainSpec) -> BTreeMap<String, Value> {
    let mut train = train.clone();
    train.epochs = 0;
    train.snapshots.clear();
    let mut found = BTreeMap::new();
    let parts = [
        ("data", serde_json::to_value(data)),
        ("model", serde_json::to_value(model)),
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

fn collect(path: &str, value: &Value, into: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(fields) if is_a_kind(value) => {
            // `{"adam": {"beta1": 0.9, …}}` is the kind `adam` with its fields.
            for (kind, inner) in fields {
                into.insert(path.to_owned(), Value::from(kind.as_str()));
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
            into.insert(path.to_owned(), other.clone());
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
pub(crate) fn written(value: &Value) -> String {
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
