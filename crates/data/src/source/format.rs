//! What a format of data sets says.

use std::path::{Path, PathBuf};

use faceoff_landmarks::Scheme;

use super::images::{LabelledImage, SurveyedSet};
use crate::Error;

/// A format of data sets: what finds images and their landmarks in a folder.
///
/// All other code works on what it finds, and does not know the format.
pub(crate) trait Source: Sync {
    /// What landmarks its images have.
    fn scheme(&self) -> &'static Scheme;

    /// Whether `folder` holds a data set of this format.
    ///
    /// # Errors
    /// When it does not: what it lacks, and what is expected.
    fn recognise(&self, folder: &Path) -> Result<(), Error>;

    /// The folder among `files` that holds a data set of this format, itself or a folder in it: the
    /// part that the files' paths begin with.
    ///
    /// # Errors
    /// When there is none: what is missing, and what is expected.
    fn top(&self, files: &[&Path]) -> Result<PathBuf, String>;

    /// The files besides images that say what the landmarks are and who is on the images.
    fn tables(&self, folder: &Path) -> Vec<PathBuf>;

    /// All labelled images, sorted by set and file.
    ///
    /// # Errors
    /// For the first thing that is wrong.
    fn images(&self, folder: &Path) -> Result<Vec<LabelledImage>, Error>;

    /// Whether the people on `images` are those that file names alone were taken for before anything
    /// else could name them: then they are no part of the data set's identity.
    fn as_named(&self, images: &[LabelledImage]) -> bool;

    /// The training set and the test set with all that is wrong with them, and what says who is on
    /// their images: what is wrong in one place never hides the rest.
    ///
    /// # Errors
    /// When the folder cannot be looked at.
    fn survey(&self, folder: &Path) -> Result<([SurveyedSet; 2], String), Error>;
}
