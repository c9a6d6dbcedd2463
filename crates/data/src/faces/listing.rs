//! A data set without its pixels: what there is to know of it before anything is trained.

use std::path::Path;

use faceoff_landmarks::Scheme;
use faceoff_spec::DataSpec;

use super::cache::CachePlace;
use super::face::{Face, Pixels};
use super::set::{FaceSet, Summary};
use crate::Error;

/// A data set whose images are known by name alone.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Its faces have no pixels, so it is never given away.
    set: FaceSet,
}

/// An image of a [`Listing`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Whether it is for testing.
    pub test: bool,
    /// Path below the data set's folder, with forward slashes.
    pub file: String,
    /// Who is on it; `None` where nothing says so.
    pub person: Option<String>,
}

impl Listing {
    /// The data set in `folder` as its cache knows it, without what is broken if it was read
    /// `skipping` that; `None` where the cache is to be made first. No pixel is read.
    ///
    /// # Errors
    /// When the folder is no data set, or a table cannot be read.
    pub fn cached(folder: &Path, cache: &Path, skipping: bool) -> Result<Option<Self>, Error> {
        let set = CachePlace::find(folder, cache, skipping)?.listed();
        Ok(set.map(|set| Self { set }))
    }

    /// A data set of `images` that need not exist yet; `fingerprint` is what
    /// [`FaceSet::fingerprint`] says of it once it does.
    pub fn of(images: impl IntoIterator<Item = Listed>, fingerprint: &str) -> Self {
        let scheme = Scheme::face_68();
        let face = |image: Listed| Face {
            file: image.file,
            person: image.person,
            video: None,
            frame: None,
            width: 0,
            height: 0,
            scheme,
            landmarks: Vec::new(),
            pixels: Pixels::Eight([].into()),
        };
        let mut all: Vec<Listed> = images.into_iter().collect();
        all.sort_by(|a, b| a.file.cmp(&b.file));
        let (test, train): (Vec<_>, Vec<_>) = all.into_iter().partition(|image| image.test);
        let set = FaceSet {
            train: train.into_iter().map(face).collect(),
            test: test.into_iter().map(face).collect(),
            validation: Vec::new(),
            scheme,
            fingerprint: fingerprint.to_owned(),
            left_out: Vec::new(),
        };
        Self { set }
    }

    /// Hash of what the set holds, as [`FaceSet::fingerprint`].
    pub fn fingerprint(&self) -> &str {
        self.set.fingerprint()
    }

    /// What landmarks its faces have.
    pub fn scheme(&self) -> &'static Scheme {
        self.set.scheme()
    }

    /// Whether something says of any face who it is.
    pub fn names_people(&self) -> bool {
        self.set.names_people()
    }

    /// The set in numbers, split and cut as `spec` says.
    ///
    /// # Errors
    /// Those of [`FaceSet::select`].
    pub fn summary(&self, spec: &DataSpec) -> Result<Summary, Error> {
        Ok(self.set.select(spec)?.summary())
    }
}

impl From<&FaceSet> for Listing {
    fn from(set: &FaceSet) -> Self {
        Self { set: set.clone() }
    }
}
