//! What a check found, as data. How it reads as text is in [`super::text`].

use std::path::PathBuf;

use serde::Serialize;

use super::finding::{Finding, Severity};

/// What is in a data set, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckReport {
    /// The data set's folder.
    pub folder: PathBuf,
    /// The training set in numbers.
    pub training: SetReport,
    /// The test set in numbers.
    pub test: SetReport,
    /// What says who is on the images, and how many they are.
    pub people: String,
    /// People with labelled images in both sets.
    pub shared_people: usize,
    /// What a network has to beat; `None` where a set has no usable image.
    pub baseline: Option<Baseline>,
    /// What is wrong, the worst first.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// Whether nothing keeps the set from being trained on.
    pub fn usable(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    }
}

/// One set in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetReport {
    /// Files in the folder, hidden ones aside.
    pub files: usize,
    /// Rows in the table, right or wrong.
    pub rows: usize,
    /// Files with a row.
    pub labelled: usize,
    /// Files without one.
    pub unlabelled: usize,
    /// People in the rows; `None` where nothing names anybody.
    pub people: Option<usize>,
    /// Videos in the rows; `None` where nothing numbers them.
    pub videos: Option<usize>,
    /// Width of the images, in pixels; `None` where none can be read.
    pub width: Option<Range>,
    /// Height of the images, in pixels.
    pub height: Option<Range>,
    /// Kinds of files, the most frequent first.
    pub kinds: Vec<KindCount>,
    /// How its table was read, where that is not the usual way.
    pub readings: Vec<String>,
    /// Landmarks of usable images, and how many of them lie outside.
    pub landmarks: Outside,
}

/// The smallest and the largest of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The smallest.
    pub smallest: usize,
    /// The largest.
    pub largest: usize,
}

impl Range {
    pub(super) fn of(values: impl Iterator<Item = usize> + Clone) -> Option<Self> {
        Some(Self {
            smallest: values.clone().min()?,
            largest: values.max()?,
        })
    }
}

/// How many files are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// What the name says: the extension in lower case, with its dot.
    pub named: String,
    /// What the content is: `PNG`, `JPEG`.
    pub format: String,
    /// Colours and bits: `8-bit grey`, `8-bit colour with alpha`.
    pub color: String,
    /// Files of this kind.
    pub count: usize,
}

/// Landmarks outside of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outside {
    /// Landmarks looked at.
    pub count: usize,
    /// Those outside their image.
    pub outside_image: usize,
    /// Those outside the 224-pixel crop that the image is evaluated on.
    pub outside_crop: usize,
}

/// The network that sees nothing: it always answers the mean training face.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Baseline {
    /// Its mean squared error on the training set, targets (p − 100) / 50.
    pub training_mse: f64,
    /// Its mean squared error on the test set.
    pub test_mse: f64,
}
