//! Everything that is wrong with a data set, all at once.
//!
//! A check looks at all labels and decodes every file of both sets, whether it has a label or not.
//! One bad label or image never stops the rest. What it finds is grouped: each [`Finding`]
//! holds a count and a few examples, so that ten thousand mistakes are as readable as one.

mod between;
mod decoded;
mod faults;
mod finding;
mod landmarks;
mod numbers;
mod report;
mod set;
mod shape;
mod text;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) use finding::{EXAMPLES, counted};
pub use finding::{Finding, Severity};
pub use report::{Baseline, CheckReport, KindCount, Outside, Range, SetReport};

use crate::source::source_of;
use crate::{Error, Progress};

/// Checks the data set in `folder` and says all that is wrong with it.
///
/// Duplicates are found by the content of decoded images: the same grey pixels at the same
/// size, whatever the files are named and however they are compressed. Near duplicates, frames of
/// one video a moment apart, are found by difference hashes.
///
/// # Errors
/// When the folder is no data set (the error names all that is missing), or a folder or a table cannot
/// be read at all. Whatever is wrong inside is in the report instead.
pub fn check(folder: &Path, progress: &(dyn Fn(Progress) + Sync)) -> Result<CheckReport, Error> {
    let source = source_of(folder)?;
    let (found, people) = source.survey(folder)?;
    let of = found.iter().map(|set| set.files.len()).sum();
    let done = AtomicUsize::new(0);
    let decode = |path: &Path| {
        let decoded = decoded::decode(path);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress(Progress { done, of });
        decoded
    };
    let [training, test] = found.map(|found| set::look(found, source.scheme(), &decode));
    let mut findings = Vec::new();
    for set in [&training, &test] {
        findings.extend(faults::findings(set));
    }
    findings.extend(shape::findings([&training, &test], source.scheme()));
    findings.extend(between::findings(&training, &test));
    // Stable: within one severity, the order in which they were looked for.
    findings.sort_by_key(|finding| finding.severity);
    Ok(CheckReport {
        folder: folder.to_path_buf(),
        training: numbers::of(&training),
        test: numbers::of(&test),
        people,
        shared_people: between::shared(&training, &test, set::person).len(),
        baseline: landmarks::baseline(&training, &test, source.scheme()),
        findings,
    })
}
