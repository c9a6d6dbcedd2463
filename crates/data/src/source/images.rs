//! What a source finds.

use std::path::PathBuf;

use crate::Error;
use crate::check::Finding;

/// An image with its landmarks, not yet decoded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LabelledImage {
    /// Whether it is for testing.
    pub(crate) test: bool,
    /// Path below the data set's folder, with forward slashes.
    pub(crate) file: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Who is on it.
    pub(crate) person: Person,
    /// x0, y0, x1, y1, … in pixels of the image.
    pub(crate) landmarks: Vec<f32>,
    /// The table that says so.
    pub(crate) table: PathBuf,
    /// Its line, counted from 1.
    pub(crate) line: u64,
}

impl LabelledImage {
    /// The error of an image that cannot be used with its row.
    pub(crate) fn wrong(&self, reason: String) -> Error {
        Error::Row {
            path: self.table.clone(),
            line: self.line,
            reason: format!("`{}`: {reason}", self.file),
        }
    }

    /// Its row, as reports of what is wrong name it.
    pub(crate) fn row(&self) -> String {
        let table = self.table.file_name().unwrap_or_default();
        format!("{}:{}: `{}`", table.display(), self.line, self.file)
    }
}

/// Who is on an image, as far as something says so.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Person {
    /// Nobody known where the image stands for itself.
    pub(crate) name: Option<String>,
    /// Which of the person's videos it is from.
    pub(crate) video: Option<u32>,
    /// Which frame of the video it is.
    pub(crate) frame: Option<u32>,
}

/// A file that should be an image.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ImageFile {
    /// Its name in the set.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Whether there are landmarks for it, right or wrong.
    pub(crate) labelled: bool,
}

/// One of the two sets of a data set.
#[derive(Clone, Debug)]
pub(crate) struct SurveyedSet {
    /// `training` or `test`.
    pub(crate) set: &'static str,
    /// All files that should be images, by name.
    pub(crate) files: Vec<ImageFile>,
    /// Labels there are, right or wrong.
    pub(crate) labels: usize,
    /// Who is on the image of every label that names one.
    pub(crate) people: Vec<Person>,
    /// The labels that are right, each with the name of its file.
    pub(crate) right: Vec<(String, LabelledImage)>,
    /// How its tables were read, where that is not the usual way.
    pub(crate) readings: Vec<String>,
    /// What is wrong in this format.
    pub(crate) findings: Vec<Finding>,
}
