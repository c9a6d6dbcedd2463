//! Faces in memory.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::{Error, cache};

/// A decoded grey picture, 8 or 16 bits a pixel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pixels {
    /// From grey sources: exact.
    Eight(Arc<[u8]>),
    /// From colour sources: grey = 0.299 R + 0.587 G + 0.114 B lies between 8-bit values, and is
    /// kept to 1/131,070.
    Sixteen(Arc<[u16]>),
}

/// One picture with its landmarks.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Path below the data set's folder, with forward slashes: `training/Name_12.jpg`.
    pub file: String,
    /// Who is on it.
    pub person: String,
    /// Which of the person's videos it is from.
    pub video: u32,
    /// Which frame of the video it is.
    pub frame: u32,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// x0, y0, x1, y1, … of the landmarks in pixels of the picture.
    pub landmarks: Vec<f32>,
    pub(crate) pixels: Pixels,
}

/// A data set in memory. Cloning is cheap: pixels are shared.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceSet {
    /// Training faces, sorted by file.
    pub train: Vec<Face>,
    /// Test faces, sorted by file.
    pub test: Vec<Face>,
    pub(crate) fingerprint: String,
}

/// How far reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Pictures decoded.
    pub done: usize,
    /// Pictures to decode.
    pub of: usize,
}

/// A data set in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Training images.
    pub train_images: usize,
    /// Test images.
    pub test_images: usize,
    /// People in the training images.
    pub train_people: usize,
    /// People in the test images.
    pub test_people: usize,
    /// People in both.
    pub shared_people: usize,
}

/// The grey samples of a picture, row by row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Samples<'a> {
    /// From 0, black, to 255.
    Eight(&'a [u8]),
    /// From 0, black, to 65535.
    Sixteen(&'a [u16]),
}

impl Face {
    /// The decoded picture, width · height samples.
    pub fn samples(&self) -> Samples<'_> {
        match &self.pixels {
            Pixels::Eight(samples) => Samples::Eight(samples),
            Pixels::Sixteen(samples) => Samples::Sixteen(samples),
        }
    }
}

impl Samples<'_> {
    /// Bytes they take.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Eight(samples) => size_of_val(*samples),
            Self::Sixteen(samples) => size_of_val(*samples),
        }
    }
}

impl FaceSet {
    /// Reads the data set in `folder` through the cache in `cache_folder`, which is made when
    /// absent and made again when a source file changed. That it cannot be written is warned of.
    ///
    /// # Errors
    /// When the folder is no data set, a table or a picture is broken, or a file cannot be read.
    pub fn open(
        folder: &Path,
        cache_folder: &Path,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, Error> {
        cache::open(folder, cache_folder, progress)
    }

    /// Hash of what the set holds: the pictures' names below its folder, sizes, pixels and
    /// landmarks. Where the folder lies and when files were changed does not count.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The set in numbers.
    pub fn summary(&self) -> Summary {
        let people = |faces: &[Face]| -> BTreeSet<String> {
            faces.iter().map(|face| face.person.clone()).collect()
        };
        let (train, test) = (people(&self.train), people(&self.test));
        Summary {
            train_images: self.train.len(),
            test_images: self.test.len(),
            train_people: train.len(),
            test_people: test.len(),
            shared_people: train.intersection(&test).count(),
        }
    }
}
