//! A data set in memory.

use std::collections::BTreeSet;

use faceoff_landmarks::Scheme;

use super::face::Face;
use super::left_out::LeftOut;

/// A data set in memory. Cloning is cheap: pixels are shared.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceSet {
    /// Training faces, sorted by file.
    pub train: Vec<Face>,
    /// Test faces, sorted by file.
    pub test: Vec<Face>,
    /// Faces to choose by, sorted by file: those of a split that has some, else none.
    pub validation: Vec<Face>,
    pub(super) scheme: &'static Scheme,
    pub(super) fingerprint: String,
    pub(super) left_out: Vec<LeftOut>,
}

/// How far reading or drawing has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Images that are read or drawn.
    pub done: usize,
    /// Images to read or to draw.
    pub of: usize,
}

/// A data set in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Training images.
    pub train_images: usize,
    /// Test images.
    pub test_images: usize,
    /// People in the training images; 0 where nothing names anybody.
    pub train_people: usize,
    /// People in the test images.
    pub test_people: usize,
    /// People in both.
    pub shared_people: usize,
    /// Validation images.
    pub validation_images: usize,
    /// People in them, who are in neither of the other sets.
    pub validation_people: usize,
}

impl FaceSet {
    /// What landmarks its faces have.
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// Hash of what the set holds: the images' names below its folder, sizes, pixels and
    /// landmarks; also who is on them where file names alone do not say so. Where the folder lies and when files were changed does not count.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What was left out as broken when the set was read, before any split.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Whether something says of any face who it is; otherwise each image stands for itself.
    pub fn names_people(&self) -> bool {
        let all = [&self.train, &self.test, &self.validation];
        let mut faces = all.into_iter().flatten();
        faces.any(|face| face.person.is_some())
    }

    /// The set in numbers.
    pub fn summary(&self) -> Summary {
        let named = self.names_people();
        let people = |faces: &[Face]| -> BTreeSet<(String, String)> {
            let units = faces.iter().filter(|_| named).map(Face::unit);
            units
                .map(|(person, file)| (person.to_owned(), file.to_owned()))
                .collect()
        };
        let (train, test) = (people(&self.train), people(&self.test));
        Summary {
            train_images: self.train.len(),
            test_images: self.test.len(),
            train_people: train.len(),
            test_people: test.len(),
            shared_people: train.intersection(&test).count(),
            validation_images: self.validation.len(),
            validation_people: people(&self.validation).len(),
        }
    }
}
