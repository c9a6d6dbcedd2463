//! Everything that is wrong with a data set, all at once.
//!
//! A check reads both tables and decodes every file in both folders, whether it has a label or
//! not. One bad row or picture never stops the rest. What it finds is grouped: each [`Finding`]
//! holds a count and a few examples, so that ten thousand mistakes are as readable as one.

mod between;
mod faults;
mod points;
mod report;
mod set;
mod table;
mod text;

use std::path::Path;
use std::sync::atomic::AtomicUsize;

pub use report::{Baseline, CheckReport, Finding, KindCount, Outside, Range, SetReport, Severity};

use crate::layout::SETS;
use crate::{Error, Progress};

/// Checks the data set in `folder` and says all that is wrong with it.
///
/// Duplicates are found by the content of decoded pictures: the same grey pixels at the same
/// size, whatever the files are named and however they are compressed. Near duplicates, frames of
/// one video a moment apart, are found by difference hashes.
///
/// # Errors
/// When the folder lacks one of its four parts (the error names all that are missing), or a folder
/// or a table cannot be read at all. Whatever is wrong inside is in the report instead.
pub fn check(folder: &Path, progress: &(dyn Fn(Progress) + Sync)) -> Result<CheckReport, Error> {
    parts(folder)?;
    let mut files = Vec::new();
    for (set, _) in SETS {
        files.push(set::files(&folder.join(set))?);
    }
    let of = files.iter().map(|listing| listing.pictures.len()).sum();
    let done = AtomicUsize::new(0);
    let mut sets = Vec::new();
    for ((set, csv), listing) in SETS.into_iter().zip(files) {
        let table = table::read(&folder.join(csv), csv)?;
        sets.push(set::look(folder, (set, csv), listing, table, &|path| {
            set::look_at(path, &done, of, progress)
        }));
    }
    let mut findings = Vec::new();
    for set in &sets {
        findings.extend(faults::findings(set));
    }
    let (training, test) = (&sets[0], &sets[1]);
    findings.extend(between::findings(training, test));
    // Stable: within one severity, the order in which they were looked for.
    findings.sort_by_key(|finding| finding.severity);
    Ok(CheckReport {
        folder: folder.to_path_buf(),
        training: training.report(),
        test: test.report(),
        shared_people: between::shared(training, test, set::Labelled::person).len(),
        baseline: points::baseline(training, test),
        findings,
    })
}

/// Refuses a folder that lacks a part, naming all it lacks.
fn parts(folder: &Path) -> Result<(), Error> {
    let missing: Vec<String> = SETS
        .iter()
        .flat_map(|&(set, csv)| {
            [
                (set, folder.join(set).is_dir()),
                (csv, folder.join(csv).is_file()),
            ]
        })
        .filter(|(_, there)| !there)
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::Layout {
        path: folder.to_path_buf(),
        missing: missing.join(", "),
    })
}
