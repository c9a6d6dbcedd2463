//! One face in memory.

use std::sync::Arc;

use faceoff_landmarks::Scheme;

/// A decoded grey image, 8 or 16 bits a pixel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pixels {
    /// From grey sources: exact.
    Eight(Arc<[u8]>),
    /// From colour sources: grey = 0.299 R + 0.587 G + 0.114 B lies between 8-bit values, and is
    /// kept to 1/131,070.
    Sixteen(Arc<[u16]>),
}

/// One image with its landmarks.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// Path below the data set's folder, with forward slashes: `training/Name_12.jpg`.
    pub file: String,
    /// Who is on it; `None` where nothing says so, and the image stands for itself.
    pub person: Option<String>,
    /// Which of the person's videos it is from, where something says so.
    pub video: Option<u32>,
    /// Which frame of the video it is, where something says so.
    pub frame: Option<u32>,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// What landmarks it has.
    pub scheme: &'static Scheme,
    /// x0, y0, x1, y1, … of the landmarks in pixels of the image.
    pub landmarks: Vec<f32>,
    pub(crate) pixels: Pixels,
}

/// The grey samples of an image, row by row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Samples<'a> {
    /// From 0, black, to 255.
    Eight(&'a [u8]),
    /// From 0, black, to 65535.
    Sixteen(&'a [u16]),
}

impl Face {
    /// What it is independent of others by: its person, or itself where nothing says who that is. Sorted
    /// by file name without folder and extension.
    pub(crate) fn unit(&self) -> (&str, &str) {
        let name = self
            .file
            .split_once('/')
            .map_or(&*self.file, |(_, name)| name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        self.person
            .as_deref()
            .map_or((stem, &self.file), |person| (person, ""))
    }

    /// The decoded image, width · height samples.
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
