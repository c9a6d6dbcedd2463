//! What two experiments say differently of their training.

use faceoff_record::{Setting, Settings};
use faceoff_spec::{Experiment, RunSpec};

use crate::records::record_spec;

/// The fields of which `before` and `now` say something else, in words: `train.learning_rate` was
/// 0.001 and is 0.002 now. How often they are trained, and what is kept on the way, does not count.
pub fn changes(before: &Experiment, now: &Experiment) -> Vec<String> {
    let [before, now] = [before, now].map(settings);
    let mut found = Vec::new();
    for (section, fields) in now.tables() {
        let names = fields.names();
        let gone = before.tables().filter(|(other, _)| *other == section);
        let gone = gone.flat_map(|(_, fields)| fields.names());
        let mut names: Vec<&str> = names.chain(gone).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let [was, is] = [&before, &now].map(|settings| settings.get(&[section, name]));
            if was == is {
                continue;
            }
            found.push(match (plain(was), plain(is)) {
                (Some(was), Some(is)) => format!("`{section}.{name}` was {was} and is {is} now"),
                _ => format!("`{section}.{name}` is another now"),
            });
        }
    }
    found
}

/// A value that is one number or word.
fn plain(value: Option<&Setting>) -> Option<String> {
    Some(match value? {
        Setting::Nothing => "not said".to_owned(),
        Setting::Flag(flag) => flag.to_string(),
        Setting::Whole(whole) => whole.to_string(),
        Setting::Negative(whole) => whole.to_string(),
        Setting::Number(number) => number.to_string(),
        Setting::Text(text) => text.clone(),
        Setting::List(_) | Setting::Table(_) => return None,
    })
}

/// Whether both train the same, for however many epochs.
pub fn train_the_same(a: &Experiment, b: &Experiment) -> bool {
    let mut as_long = b.clone();
    as_long.train.epochs = a.train.epochs;
    changes(a, &as_long).is_empty()
}

fn settings(experiment: &Experiment) -> Settings {
    let mut train = experiment.train.clone();
    train.snapshots.clear();
    let run = RunSpec {
        data_fingerprint: String::new(),
        data: experiment.data.clone(),
        model: experiment.model.clone(),
        train,
    };
    record_spec(&run).expect("a specification can be written as JSON")
}

#[cfg(test)]
mod tests {
    use faceoff_config::Catalog;

    use super::*;

    fn experiment(text: &str) -> Experiment {
        let file = ("experiments/base.toml".into(), text.to_owned());
        Catalog::from_texts([file]).unwrap().experiments.remove(0)
    }

    #[test]
    fn what_is_said_otherwise_is_named() {
        let before = experiment("[train]\nepochs = 10\nsnapshots = [5]");
        for (text, expected) in [
            ("title = \"Other\"\n[train]\nepochs = 10", &[][..]),
            (
                "[train]\nepochs = 10\nlearning_rate = 0.002",
                &["`train.learning_rate` was 0.001 and is 0.002 now"],
            ),
            (
                "[train]\nepochs = 20\noptimizer = \"sgd\"",
                &[
                    "`train.epochs` was 10 and is 20 now",
                    "`train.optimizer` is another now",
                ],
            ),
            (
                "[data]\ninput_size = 64\n[train]\nepochs = 10",
                &["`data.input_size` was 224 and is 64 now"],
            ),
            (
                "[model]\ninput = \"standardized\"\n[train]\nepochs = 10",
                &["`model.input` is another now"],
            ),
        ] {
            assert_eq!(changes(&before, &experiment(text)), expected, "{text}");
        }
    }

    #[test]
    fn how_long_does_not_make_another_training() {
        let short = experiment("[train]\nepochs = 10");
        assert!(train_the_same(&short, &experiment("[train]\nepochs = 20")));
        assert!(!train_the_same(
            &short,
            &experiment("[train]\nepochs = 10\nbatch_size = 3")
        ));
    }
}
