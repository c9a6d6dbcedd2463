//! A run's record, read and checked: what counts on its parts going together is safe afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use faceoff_config::OUTPUTS;
use faceoff_plan::RunRecord;
use faceoff_record::{EpochMetrics, SampleSet, Samples, Store, Table};
use faceoff_spec::ImageSet;

use crate::Error;
use crate::image_set::{predictions_of, samples_of};
use crate::numbers::count;
use crate::study_data::RunData;

/// The record of run `id`; `None` where it has not begun.
///
/// # Errors
/// A file that cannot be read, or that does not go with the others: [`Error::Inconsistent`] names
/// it and says what was expected.
pub(crate) fn read_run(store: &Store, id: &str) -> Result<Option<RunData>, Error> {
    let Some(record) = faceoff_plan::read_run(store, id)? else {
        return Ok(None);
    };
    let folder = store.run_folder(id);
    check_record(&folder.join("run.json"), &record)?;
    let samples = store.samples(id)?;
    check_samples(&folder.join("samples.json"), &samples)?;
    let metrics = store.metrics(id)?;
    check_metrics(&folder.join("metrics.jsonl"), &metrics, &record)?;
    let health = store.health(id)?;
    let epochs: Vec<usize> = health.iter().map(|line| line.epoch).collect();
    check_order(&folder.join("health.jsonl"), &epochs)?;
    let mut predictions = BTreeMap::new();
    for snapshot in &record.snapshots {
        let answers = store.predictions(id, snapshot.epochs)?;
        let name = format!("predictions/epoch-{:05}.safetensors", snapshot.epochs);
        for (set, called) in SETS {
            let images = samples_of(&samples, set).samples.len();
            check_table(
                &folder.join(&name),
                &format!("{called} answers"),
                predictions_of(&answers, set),
                images,
            )?;
        }
        predictions.insert(snapshot.epochs, answers);
    }
    Ok(Some(RunData {
        metrics,
        health,
        record,
        samples,
        predictions,
    }))
}

const SETS: [(ImageSet, &str); 2] = [(ImageSet::Test, "test"), (ImageSet::Train, "training")];

fn check_record(path: &Path, record: &RunRecord) -> Result<(), Error> {
    match record.constant_face.face.len() {
        OUTPUTS => Ok(()),
        found => Err(wrong(
            path,
            format!("its mean face has {found} numbers, expected {OUTPUTS}"),
        )),
    }
}

fn check_samples(path: &Path, samples: &Samples) -> Result<(), Error> {
    if samples.input_size == 0 {
        return Err(wrong(
            path,
            "`input_size` is 0, expected a number of pixels",
        ));
    }
    for (set, called) in SETS {
        let SampleSet { samples, truth, .. } = samples_of(samples, set);
        check_table(path, &format!("{called} truths"), truth, samples.len())?;
    }
    Ok(())
}

/// That `table` has a row of landmarks for each of so many images.
fn check_table(path: &Path, what: &str, table: &Table, images: usize) -> Result<(), Error> {
    let (columns, numbers) = (table.columns, table.values.len());
    // A table without images need not say how long its rows would be.
    if images == 0 && numbers == 0 {
        return Ok(());
    }
    if columns != OUTPUTS {
        let found = count(columns, "number");
        return Err(wrong(
            path,
            format!("its {what} have {found} an image, expected {OUTPUTS}"),
        ));
    }
    if numbers != images * OUTPUTS {
        let found = match numbers % OUTPUTS {
            0 => count(numbers / OUTPUTS, "image"),
            _ => count(numbers, "number"),
        };
        return Err(wrong(
            path,
            format!(
                "its {what} are of {found}, expected {}: `samples.json` lists as many",
                count(images, "image")
            ),
        ));
    }
    Ok(())
}

/// That there is a line for every epoch from 0 on, in order, up to the last network that was kept.
fn check_metrics(path: &Path, lines: &[EpochMetrics], record: &RunRecord) -> Result<(), Error> {
    for (expected, line) in lines.iter().enumerate() {
        if line.epoch != expected {
            let found = line.epoch;
            return Err(wrong(
                path,
                format!(
                    "line {} is of epoch {found}, expected {expected}",
                    expected + 1
                ),
            ));
        }
    }
    let kept = record.snapshots.iter().map(|kept| kept.epochs).max();
    match kept {
        Some(kept) if kept > lines.len() => Err(wrong(
            path,
            format!(
                "it ends after {}, but a network was kept after {kept}",
                count(lines.len(), "epoch")
            ),
        )),
        _ => Ok(()),
    }
}

/// That epochs rise from line to line; health may begin late, in records of older versions.
fn check_order(path: &Path, epochs: &[usize]) -> Result<(), Error> {
    let fall = epochs.windows(2).position(|pair| pair[0] >= pair[1]);
    match fall {
        Some(line) => Err(wrong(
            path,
            format!(
                "line {} is of epoch {}, expected one after {}",
                line + 2,
                epochs[line + 1],
                epochs[line]
            ),
        )),
        None => Ok(()),
    }
}

fn wrong(path: &Path, reason: impl Into<String>) -> Error {
    Error::Inconsistent {
        path: PathBuf::from(path),
        reason: reason.into(),
    }
}
