//! A run's record, read and checked: the rest of the crate relies on its parts going together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use faceoff_landmarks::Scheme;
use faceoff_plan::{RunRecord, settings_id};
use faceoff_record::{EpochMetrics, SampleSet, Samples, Store, Table};
use faceoff_spec::ImageSet;

use super::run::{KnownOfRun, RunData};
use crate::Error;
use crate::format::count;
use crate::study::{predictions_of, samples_of};

/// The record of run `id`; `None` where it has not begun.
///
/// # Errors
/// A file that cannot be read, or that does not go with the others: [`Error::Inconsistent`] names
/// it and says what was expected.
pub(super) fn read_run(store: &Store, id: &str) -> Result<Option<RunData>, Error> {
    read_some(store, id, |_| true)
}

/// As [`read_run`], but only what was predicted after so many epochs as `wanted` says.
///
/// # Errors
/// As there.
pub(crate) fn read_some(
    store: &Store,
    id: &str,
    wanted: impl Fn(usize) -> bool,
) -> Result<Option<RunData>, Error> {
    let Some(record) = faceoff_plan::read_run(store, id)? else {
        return Ok(None);
    };
    let folder = store.run_folder(id);
    let scheme = check_record(&folder.join("run.json"), &record)?;
    let samples = store.samples(id)?;
    check_samples(&folder.join("samples.json"), &samples, scheme)?;
    let metrics = store.metrics(id)?;
    check_metrics(&folder.join("metrics.jsonl"), &metrics, &record)?;
    let health = store.health(id)?;
    let epochs: Vec<usize> = health.iter().map(|line| line.epoch).collect();
    check_order(&folder.join("health.jsonl"), &epochs)?;
    let mut predictions = BTreeMap::new();
    let wanted = record.snapshots.iter().filter(|kept| wanted(kept.epochs));
    for snapshot in wanted {
        let predicted = store.predictions(id, snapshot.epochs)?;
        let name = format!("predictions/epoch-{:05}.safetensors", snapshot.epochs);
        for (set, word) in SETS {
            let table = predictions_of(&predicted, set);
            let images = samples_of(&samples, set).samples.len();
            let what = format!("{word} predictions");
            check_table(&folder.join(&name), &what, table, images, scheme)?;
        }
        check_table(
            &folder.join(&name),
            "validation predictions",
            &predicted.validation,
            samples.validation.samples.len(),
            scheme,
        )?;
        predictions.insert(snapshot.epochs, predicted);
    }
    Ok(Some(RunData {
        metrics,
        health,
        settings: settings_id(&record.config),
        record,
        scheme,
        samples,
        predictions,
        annotations: store.annotations(id)?,
        known: KnownOfRun::default(),
    }))
}

/// Sets of images, with the words for them in messages.
const SETS: [(ImageSet, &str); 2] = [(ImageSet::Test, "test"), (ImageSet::Train, "training")];

/// That the mean face has the landmarks of the run's scheme, which is the answer.
fn check_record(path: &Path, record: &RunRecord) -> Result<&'static Scheme, Error> {
    let name = &record.data.scheme;
    let Some(scheme) = Scheme::named(name) else {
        let reason = format!("its landmark scheme is `{name}`, which this program does not know");
        return Err(wrong(path, reason));
    };
    let (found, expected) = (record.constant_face.face.len(), scheme.outputs());
    if found != expected {
        let reason = format!("its mean face has {found} numbers, expected {expected}");
        return Err(wrong(path, reason));
    }
    Ok(scheme)
}

fn check_samples(path: &Path, samples: &Samples, scheme: &Scheme) -> Result<(), Error> {
    if samples.input_size == 0 {
        return Err(wrong(
            path,
            "`input_size` is 0, expected a number of pixels",
        ));
    }
    for (set, word) in SETS {
        let SampleSet { samples, truth, .. } = samples_of(samples, set);
        let what = format!("{word} ground truths");
        check_table(path, &what, truth, samples.len(), scheme)?;
    }
    let SampleSet { samples, truth, .. } = &samples.validation;
    let what = "validation ground truths";
    check_table(path, what, truth, samples.len(), scheme)?;
    Ok(())
}

/// That `table` has a row of landmarks for each of so many images.
fn check_table(
    path: &Path,
    what: &str,
    table: &Table,
    images: usize,
    scheme: &Scheme,
) -> Result<(), Error> {
    let (columns, numbers) = (table.columns, table.values.len());
    // A table without images need not say how long its rows would be.
    if images == 0 && numbers == 0 {
        return Ok(());
    }
    let outputs = scheme.outputs();
    if columns != outputs {
        let found = count(columns, "number");
        return Err(wrong(
            path,
            format!("its {what} have {found} for each image, expected {outputs}"),
        ));
    }
    if numbers != images * outputs {
        let found = match numbers % outputs {
            0 => count(numbers / outputs, "image"),
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
