//! Data sets as far as a plan needs them: no pixel is read, no face drawn.

use std::path::Path;

use faceoff_data::{Listing, Summary};
use faceoff_spec::{DataSpec, Skip};
use faceoff_synth::STANDARD_FINGERPRINT;

use crate::data_set::{DRAWN, DataSet, are_drawn, name_of};
use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;
use crate::planned_set::PlannedSet;

/// A data set whose images are known by name alone.
#[derive(Debug)]
pub(crate) struct ListedSet {
    pub(crate) listing: Listing,
    name: String,
    /// Whether it is to be drawn before it can be trained on.
    pub(crate) to_be_drawn: bool,
}

impl ListedSet {
    /// The data set in `folder`, without what `skip` leaves out; without one, the tool's own drawn
    /// faces, drawn or not. A folder that was never read is read now: only its content says which
    /// runs were trained on it.
    pub(crate) fn open(
        folders: &Folders,
        folder: Option<&Path>,
        skip: Skip,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let drawn = folders.drawn_faces();
        if folder.is_none() && !are_drawn(&drawn) {
            let images = faceoff_synth::listed(&faceoff_synth::Options::default())?;
            return Ok(Self {
                listing: Listing::of(images, STANDARD_FINGERPRINT),
                name: DRAWN.to_owned(),
                to_be_drawn: true,
            });
        }
        let path = folder.unwrap_or(&drawn);
        let cached = Listing::cached(path, &folders.cache, skip == Skip::Broken)?;
        let (listing, name) = match cached {
            Some(listing) if faceoff_synth::marker(path)?.is_some() => (listing, DRAWN.to_owned()),
            Some(listing) => (listing, name_of(path)),
            None => {
                let set = DataSet::open(folders, folder, skip, observer)?;
                (Listing::from(&set.faces), set.name)
            }
        };
        Ok(Self {
            listing,
            name,
            to_be_drawn: false,
        })
    }
}

impl PlannedSet for ListedSet {
    fn fingerprint(&self) -> &str {
        self.listing.fingerprint()
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn names_people(&self) -> bool {
        self.listing.names_people()
    }

    fn summary(&self, spec: &DataSpec) -> Result<Summary, Error> {
        Ok(self.listing.summary(spec)?)
    }
}
