//! What the entries of a comparison come to.

use faceoff_measure::Comparison as Judged;
use serde::Serialize;

use crate::format::count;

/// What a comparison comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Verdicts {
    /// In a few words, for a list of all comparisons.
    pub(crate) short: String,
    /// In one or two sentences.
    pub(crate) sentence: String,
    /// What is to be known beside it, a sentence or two each.
    pub(crate) remarks: Vec<String>,
    /// What fewer seeds showed, or seeds after another number of epochs; a sentence or two each.
    pub(crate) fewer_seeds: Vec<String>,
    /// What is not known of other seeds, in a sentence; nothing where several were trained.
    pub(crate) other_seeds: Option<String>,
    /// Whether other seeds are what the comparison asks for, and there are none.
    pub(crate) asks_in_vain: bool,
    /// Over how many images it is judged, where not all were tested on the same.
    pub(crate) common_images: Option<usize>,
    /// Every entry but the first against the first, by landmark error, then by NME.
    pub(crate) judged: Vec<Judged>,
    /// What the numbers rest on.
    pub(crate) notes: Vec<String>,
}

impl Verdicts {
    /// What entries are judged against, with the images where these are not all of theirs; empty where
    /// nothing is judged.
    pub(crate) fn reference(&self) -> String {
        let name = self.judged.first().map_or("", |judged| &judged.reference);
        match self.common_images {
            Some(images) => format!("{name}, over {} in common", count(images, "image")),
            None => name.to_owned(),
        }
    }
}
