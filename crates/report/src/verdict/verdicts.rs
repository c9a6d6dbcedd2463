//! What the entries of a comparison come to.

use faceoff_measure::Comparison as Judged;
use serde::Serialize;

/// What a comparison comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Verdicts {
    /// In a few words, for a list of all comparisons.
    pub(crate) short: String,
    /// In one or two sentences.
    pub(crate) sentence: String,
    /// What is to be known beside it, a sentence or two each.
    pub(crate) remarks: Vec<String>,
    /// Every entry but the first against the first, by landmark error, then by NME.
    pub(crate) judged: Vec<Judged>,
    /// What the numbers rest on.
    pub(crate) notes: Vec<String>,
}
