//! What experiments are called in legends and tables.

use faceoff_spec::TrainSpec;

use super::entry::EntryData;
use crate::format::{count, significant};

/// The name of `entry` among `entries`: its label, or its experiment's title, with the epochs
/// where one experiment is compared with itself. Where another has the same, with what comparisons
/// call it.
pub(crate) fn name(entry: &EntryData<'_>, entries: &[EntryData<'_>]) -> String {
    let own = name_alone(entry, entries);
    let key = &entry.entry.key;
    let mut others = entries.iter().filter(|other| other.entry.key != *key);
    match others.any(|other| name_alone(other, entries) == own) {
        true => format!("{own} (`{key}`)"),
        false => own,
    }
}

fn name_alone(entry: &EntryData<'_>, entries: &[EntryData<'_>]) -> String {
    if let Some(label) = &entry.entry.label {
        return label.clone();
    }
    let same = entries
        .iter()
        .filter(|other| other.experiment.name == entry.experiment.name);
    match same.count() {
        0 | 1 => entry.experiment.title.clone(),
        _ => format!(
            "{}, {}",
            entry.experiment.title,
            count(entry.entry.epoch, "epoch")
        ),
    }
}

/// The name of `entry` where its predictions are shown: with the epochs behind them, where its run has
/// not got to those asked for.
pub(crate) fn name_of_shown(entry: &EntryData<'_>, entries: &[EntryData<'_>]) -> String {
    let name = name(entry, entries);
    let shown = entry.shown().into_iter();
    let epochs: Vec<usize> = shown.filter_map(|seed| seed.epochs()).collect();
    match (epochs.iter().min(), epochs.iter().max()) {
        (Some(low), Some(high)) if *low == *high && *high != entry.entry.epoch => {
            format!("{name} (after {})", count(*high, "epoch"))
        }
        (Some(low), Some(high)) if low != high => {
            format!("{name} (after {low} to {})", count(*high, "epoch"))
        }
        _ => name,
    }
}

/// How it was trained, as the study's legends say: `rate 0.001`, `Adam`, `MSE`.
pub(crate) fn training(train: &TrainSpec) -> [String; 3] {
    let rate = plain(train.learning_rate);
    let schedule = train.schedule.shape.legend();
    [
        format!("rate {rate}{schedule}"),
        train.optimizer.legend(&plain),
        train.loss.legend(&plain),
    ]
}

/// A number as a person would write it: no zeros at the end.
pub(crate) fn plain(value: f64) -> String {
    let text = significant(value, 6);
    match text.split_once('.') {
        Some(_) if !text.contains('e') => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => text,
    }
}
