//! After how many epochs experiments are compared where nobody said so.

use faceoff_plan::Study;
use faceoff_record::Store;
use faceoff_spec::Comparison;

use super::kept::{diverged, kept, named};
use crate::at_epoch::check_kept;
use crate::error::Error;

/// Sets every entry to epochs after which its network was kept. Where none was asked for and none
/// was kept after the common ones, the last before them is taken, or else the first; a note says so.
pub(crate) fn settle(
    store: &Store,
    study: &Study,
    names: &[String],
    comparison: &mut Comparison,
    notes: &mut Vec<String>,
) -> Result<(), Error> {
    for entry in &mut comparison.entries {
        let (name, epochs) = (&entry.experiment, entry.epoch);
        let Some(each) = named(study, name) else {
            continue;
        };
        let kept = kept(store, each);
        let Some(first) = kept.keys().next() else {
            if let Some(epoch) = diverged(store, each) {
                notes.push(format!(
                    "`{name}` diverged in epoch {epoch}, before any network of it was kept: it is \
                     compared as diverged"
                ));
                continue;
            }
            return Err(Error::NotTrained {
                experiment: name.clone(),
                study: study.name.clone(),
            });
        };
        if kept.contains_key(&epochs) {
            continue;
        }
        if names.contains(&format!("{name}@{epochs}")) {
            let kept: Vec<usize> = kept.into_keys().collect();
            check_kept(name, epochs, each.experiment.train.epochs, &kept)?;
            continue;
        }
        let last_before = kept.range(..epochs).next_back();
        entry.epoch = *last_before.map_or(first, |(epochs, _)| epochs);
        notes.push(format!(
            "no network of `{name}` was kept after {epochs} epochs: it is compared after {}",
            entry.epoch
        ));
    }
    for entry in &comparison.entries {
        let Some(each) = named(study, &entry.experiment) else {
            continue;
        };
        let (epochs, of) = (entry.epoch, each.runs.len());
        let seeds = kept(store, each).get(&epochs).copied();
        if let Some(seeds) = seeds.filter(|seeds| *seeds < of) {
            notes.push(format!(
                "of `{}`, {seeds} of {of} seeds have a network after {epochs} epochs",
                entry.experiment
            ));
        }
    }
    Ok(())
}
