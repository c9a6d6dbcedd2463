//! The two sets of a data set, listed and their tables read.

use std::path::{Path, PathBuf};

use faceoff_landmarks::Scheme;

use super::listing::{Listing, list};
use super::meant::Images;
use super::people::{self, Rule};
use super::sets::SETS;
use super::table::{self, Row, Table};
use crate::Error;
use crate::source::images::LabelledImage;

/// A set as it lies there.
pub(super) struct Opened {
    pub(super) set: &'static str,
    pub(super) csv: &'static str,
    /// The data set's folder, and the set's in it.
    pub(super) folder: PathBuf,
    pub(super) within: PathBuf,
    pub(super) listing: Listing,
    pub(super) table: Table,
}

impl Opened {
    /// Its images, to ask which is meant.
    pub(super) fn images(&self) -> Images<'_> {
        Images::new(self.set, &self.listing.images)
    }

    /// The image of a row that is right.
    pub(super) fn image(&self, row: Row, rule: &Rule) -> LabelledImage {
        LabelledImage {
            test: self.set == "test",
            file: format!("{}/{}", self.set, row.image),
            path: self.within.join(&row.image),
            person: rule.person(&row.image, row.person.as_deref()),
            landmarks: row.landmarks,
            table: self.folder.join(self.csv),
            line: row.line,
        }
    }
}

/// Opens the training set and the test set in `folder`, and tells what says who is on the images.
///
/// # Errors
/// When a file or a folder cannot be read, or for mistakes in the data set's own file.
pub(super) fn open(folder: &Path, scheme: &Scheme) -> Result<([Opened; 2], Rule), Error> {
    let own = faceoff_config::data_set(&folder.join(people::FILE))?;
    let column = people::column(&own.people);
    let [training, test] = SETS.map(|(set, csv)| -> Result<Opened, Error> {
        let within = folder.join(set);
        let listing = list(&within)?;
        let images = Images::new(set, &listing.images);
        let table = table::read(&folder.join(csv), scheme, &images, column)?;
        Ok(Opened {
            set,
            csv,
            folder: folder.to_path_buf(),
            within,
            table,
            listing,
        })
    });
    let sets = [training?, test?];
    let columns = sets.each_ref().map(|set| set.table.person.clone());
    let names = sets
        .iter()
        .flat_map(|set| set.table.names.iter().map(|name| name.file()));
    let rule = Rule::new(&own.people, &columns, names);
    Ok((sets, rule))
}
