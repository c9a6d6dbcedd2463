//! The name of a run: a hash of everything that determines its outcome, and of nothing else.

use faceoff_spec::RunSpec;
use serde_json::{Map, Value, json};

use crate::records::record_spec;

/// Of the way identities are computed. With another number every run gets another name, and what
/// was trained before is not found again; so it changes only when old outcomes are no longer
/// what the same configuration comes to.
const VERSION: u32 = 1;

/// The same for runs whose augmentations move landmarks: until then pixels and landmarks went
/// through maps that did not fit, so that mirrored landmarks lay beside what they mark.
const VERSION_MOVING: u32 = 2;

/// Fields that do not determine the outcome: how long a run goes on and what is kept of it on the
/// way, and where the data set lies or what of it was left out: the hash of its content is that of the
/// images used.
const ASIDE: [[&str; 2]; 4] = [
    ["train", "epochs"],
    ["train", "snapshots"],
    ["data", "set"],
    ["data", "skip"],
];

/// The name of the run that trains `config`: 16 hexadecimal digits.
///
/// They are the first of the BLAKE3 hash of the configuration as JSON with sorted keys, without
/// the number of epochs, the snapshots and the data set's folder. Evaluation is part of it: runs
/// that are evaluated at other epochs leave other records.
///
/// # Panics
/// Never: a specification can be written as JSON.
pub fn run_id(config: &RunSpec) -> String {
    let mut settings = record_spec(config).expect("a specification can be written as JSON");
    for path in ASIDE {
        settings.remove(&path);
    }
    let version = match config.data.augment.moves_landmarks() {
        true => VERSION_MOVING,
        false => VERSION,
    };
    let canonical = sorted(json!({ "identity": version, "run": settings })).to_string();
    let hash = blake3::hash(canonical.as_bytes()).to_hex();
    hash[..16].to_owned()
}

/// What a run has in common with those that differ from it in nothing but the seed: the name that
/// it would have with seed 0.
///
/// # Panics
/// Never: a specification can be written as JSON.
pub fn settings_id(config: &RunSpec) -> String {
    let mut config = config.clone();
    config.train.seed = 0;
    run_id(&config)
}

/// With the keys of every object in order, whatever order the JSON library keeps them in.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            let fields = fields.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(Map::from_iter(fields))
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let value = json!({"b": [{"z": 1, "a": 2}], "a": {"d": 1, "c": 2}});
        assert_eq!(
            sorted(value).to_string(),
            r#"{"a":{"c":2,"d":1},"b":[{"a":2,"z":1}]}"#
        );
    }
}
