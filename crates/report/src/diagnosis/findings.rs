//! Everything found about a run.

use super::finding::Finding;
use super::{constant, leak, overfitting, stability, undertrained};
use crate::study::EntryData;

/// Everything found about `entry`, over the epochs it is compared at.
pub(crate) fn findings(entry: &EntryData<'_>) -> Vec<Finding> {
    let make = || {
        let found = [
            constant::finding(entry),
            stability::finding(entry),
            overfitting::finding(entry),
            undertrained::finding(entry),
            leak::finding(entry),
        ];
        found.into_iter().flatten().collect()
    };
    let found = entry.run.known.findings.get(entry.entry.epoch, make);
    found.to_vec()
}
