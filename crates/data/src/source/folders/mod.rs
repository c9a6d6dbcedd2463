//! The layout of the published data: two folders of images, a CSV file for each.

mod elsewhere;
mod faults;
mod listing;
mod meant;
mod opened;
mod people;
mod read;
mod sets;
mod survey;
mod table;

use std::path::{Path, PathBuf};

use faceoff_landmarks::Scheme;

use super::format::Source;
use super::images::{LabelledImage, SurveyedSet};
use crate::Error;
use sets::EXPECTED;

pub use sets::SETS;

/// The layout of the published data.
pub(super) struct Folders;

impl Source for Folders {
    fn scheme(&self) -> &'static Scheme {
        Scheme::face_68()
    }

    fn recognise(&self, folder: &Path) -> Result<(), Error> {
        elsewhere::recognise(folder)
    }

    fn top(&self, files: &[&Path]) -> Result<PathBuf, String> {
        let [(_, csv), _] = SETS;
        let top = files
            .iter()
            .filter(|file| file.file_name().is_some_and(|name| name == csv))
            .filter_map(|file| file.parent())
            .find(|top| top.components().count() <= 1)
            .unwrap_or(Path::new(""));
        let below = || files.iter().filter_map(|file| file.strip_prefix(top).ok());
        for (set, csv) in SETS {
            let table = below().any(|file| file == Path::new(csv));
            let images = below().any(|file| file.starts_with(set));
            for (held, what) in [(table, csv), (images, set)] {
                if !held {
                    return Err(format!(
                        "it has no `{what}` at its top or in one folder; expected {EXPECTED}"
                    ));
                }
            }
        }
        Ok(top.to_path_buf())
    }

    fn tables(&self, folder: &Path) -> Vec<PathBuf> {
        let own = folder.join(people::FILE);
        let own = own.is_file().then_some(own);
        SETS.map(|(_, csv)| folder.join(csv))
            .into_iter()
            .chain(own)
            .collect()
    }

    fn images(&self, folder: &Path) -> Result<Vec<LabelledImage>, Error> {
        read::images(folder, self.scheme())
    }

    fn as_named(&self, images: &[LabelledImage]) -> bool {
        people::as_named(images)
    }

    fn survey(&self, folder: &Path) -> Result<([SurveyedSet; 2], String), Error> {
        survey::survey(folder, self.scheme())
    }
}
