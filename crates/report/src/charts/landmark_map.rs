//! Errors of landmarks over faces, before anything is drawn.

use faceoff_landmarks::Scheme;
use faceoff_spec::Color;

use crate::study::notes::Images;

/// The errors of one entry's landmarks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LandmarkPanel {
    /// What the entry is called.
    pub(crate) name: String,
    /// Its colour in the charts.
    pub(crate) color: Color,
    /// The mean of the ground truths of the test images, in pixels of the 224×224 crop.
    pub(crate) face: Vec<[f64; 2]>,
    /// Mean error of each landmark in the same pixels; some may not be finite.
    pub(crate) errors: Vec<f64>,
    /// What is worth knowing of them in a few words.
    pub(crate) caption: String,
}

/// Where on the face the second of two entries is better or worse than the first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LandmarkDifference {
    /// Which of them against which.
    pub(crate) name: String,
    /// The mean of the ground truths of the test images, in pixels of the 224×224 crop.
    pub(crate) face: Vec<[f64; 2]>,
    /// Mean error of each landmark less that of the first entry, in the same pixels; all finite.
    pub(crate) differences: Vec<f64>,
    /// What is worth knowing of them in a few words.
    pub(crate) caption: String,
}

/// Where on the face the entries are wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LandmarkMap {
    /// The comparison's title.
    pub(crate) about: String,
    /// What it shows.
    pub(crate) title: String,
    /// What landmarks the faces have.
    pub(crate) scheme: &'static Scheme,
    /// One for each entry, in order.
    pub(crate) panels: Vec<LandmarkPanel>,
    /// Of two entries that were tested on the same images, what they differ in.
    pub(crate) difference: Option<LandmarkDifference>,
    /// What images the errors are of.
    pub(crate) images: Images,
    /// Small print.
    pub(crate) notes: Vec<String>,
}

impl LandmarkMap {
    /// All of its small print, in a row.
    pub(crate) fn small_print(&self) -> Vec<String> {
        let images = std::iter::once(self.images.note.clone());
        images.chain(self.notes.iter().cloned()).collect()
    }

    /// Whether some errors are not finite.
    pub(crate) fn not_finite(&self) -> bool {
        let mut errors = self.panels.iter().flat_map(|panel| &panel.errors);
        errors.any(|error| !error.is_finite())
    }
}
