//! Reports from records, without training.

use std::path::{Path, PathBuf};

use faceoff_plan::{Study, read_study};
use faceoff_record::{DataKind, Store};
use faceoff_report::StudyData;

use crate::data_set::DataSet;
use crate::error::Error;
use crate::folders::Folders;
use crate::images::Images;
use crate::observer::Observer;
use crate::scaled::Scaled;
use crate::study_file::trained_on_others;

/// The names of all studies that have results.
///
/// # Errors
/// [`Error::NoStudies`]; a results folder that cannot be read.
pub fn studies(folders: &Folders) -> Result<Vec<String>, Error> {
    let store = folders.store();
    let names = store.studies()?;
    match names.is_empty() {
        true => Err(no_studies(&store)),
        false => Ok(names),
    }
}

/// Writes the report of the study called `name` again and returns its page. Landmarks are drawn
/// over the images of the data set in `data`; without it over those of drawn faces where they are
/// there, otherwise over empty frames.
///
/// # Errors
/// A study that is not there, a data set that is not the study's, records that cannot be read, a
/// report that cannot be written.
pub fn redraw(
    folders: &Folders,
    name: &str,
    data: Option<&Path>,
    observer: &dyn Observer,
) -> Result<PathBuf, Error> {
    let store = folders.store();
    let study = with_current_comparisons(folders, named_study(&store, name)?)?;
    let set = data_of(folders, &study, data, observer)?;
    let images = Images::of(set.as_ref().map(|set| &set.faces));
    write(&store, study, &images, observer)
}

/// Writes the study's report into its folder and returns its page.
pub(crate) fn write(
    store: &Store,
    study: Study,
    images: &Images<'_>,
    observer: &dyn Observer,
) -> Result<PathBuf, Error> {
    let folder = store.study_folder(&study.name);
    let data = StudyData::read(store, study)?;
    for left_out in &data.unreadable {
        let (run, experiments) = (&left_out.run, left_out.experiments.join(" and "));
        observer.warning(&format!(
            "run {run} of {experiments} is left out: {}",
            left_out.reason
        ));
    }
    let crop = |run: &_, sample: &_| images.crop(run, sample);
    Ok(faceoff_report::write(&data, &crop, &folder)?.page)
}

/// The study called `name`, a name that was typed.
pub(crate) fn named_study(store: &Store, name: &str) -> Result<Study, Error> {
    read_study(store, name).map_err(|error| match error {
        faceoff_record::Error::Unknown { .. } => Error::NoSuchStudy(error),
        error => Error::Record(error),
    })
}

/// There are no results yet.
pub(crate) fn no_studies(store: &Store) -> Error {
    Error::NoStudies {
        results: store.root().to_path_buf(),
    }
}

/// The data set of a study, where it is at hand.
///
/// # Errors
/// When the data set in `data` is another one.
pub(crate) fn data_of(
    folders: &Folders,
    study: &Study,
    data: Option<&Path>,
    observer: &dyn Observer,
) -> Result<Option<DataSet>, Error> {
    let Some(folder) = data else {
        return match study.data.kind {
            DataKind::Drawn => DataSet::drawn_before(folders, observer),
            DataKind::Folder => Ok(None),
        };
    };
    let set = DataSet::open(folders, Some(folder), observer)?;
    if trained_on_others(&folders.store(), study.experiments.iter(), &set.faces) {
        return Err(Error::OtherDataSet {
            folder: folder.to_path_buf(),
            study: study.name.clone(),
        });
    }
    Ok(Some(set))
}

/// The study with the comparisons as the experiment files have them now, so that a changed colour
/// needs no training. Without experiment files it stays as it was recorded.
fn with_current_comparisons(folders: &Folders, mut study: Study) -> Result<Study, Error> {
    if !folders.experiments.is_dir() {
        return Ok(study);
    }
    let catalog = folders.catalog()?;
    let known = |name: &str| study.experiments.iter().any(|e| e.experiment.name == name);
    let comparisons = Scaled::new(&catalog, &study.scale).comparisons;
    study.comparisons = comparisons
        .into_iter()
        .filter(|comparison| {
            comparison
                .entries
                .iter()
                .all(|entry| known(&entry.experiment))
        })
        .collect();
    Ok(study)
}
