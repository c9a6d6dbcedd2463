//! Reports from records, without training.

use std::path::{Path, PathBuf};

use faceoff_plan::{Study, read_study};
use faceoff_record::{DataKind, Store};
use faceoff_report::{Changed, StudyData};

use crate::current;
use crate::data_set::DataSet;
use crate::error::Error;
use crate::folders::Folders;
use crate::images::Images;
use crate::observer::{Observer, Step};
use crate::scaled::Scaled;
use crate::study_file::trained_on_others;
use crate::workspace::skip_of;

/// A report, and what it was made of.
pub(crate) struct Written {
    /// The study's page.
    pub(crate) page: PathBuf,
    /// The study with its records.
    pub(crate) data: StudyData,
}

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
    let study = named_study(&store, name)?;
    let (study, changed) = with_current_files(folders, study, observer)?;
    let set = data_of(folders, &study, data, observer)?;
    let images = Images::of(set.as_ref().map(|set| &set.faces));
    Ok(write(&store, study, changed, &[], &images, observer)?.page)
}

/// Writes the study's report into its folder and returns its page, on which comparisons of the
/// experiments called `asked` come first.
pub(crate) fn write(
    store: &Store,
    study: Study,
    changed: Vec<Changed>,
    asked: &[String],
    images: &Images<'_>,
    observer: &dyn Observer,
) -> Result<Written, Error> {
    let folder = store.study_folder(&study.name);
    let mut data = read(store, study, observer)?;
    data.changed = changed;
    for changed in &data.changed {
        observer.warning(&changed.to_string());
    }
    for left_out in &data.unreadable {
        let (run, experiments) = (&left_out.run, left_out.experiments.join(" and "));
        observer.warning(&format!(
            "run {run} of {experiments} is left out: {}",
            left_out.reason
        ));
    }
    let crop = |run: &_, sample: &_| images.crop(run, sample);
    let step = observer.step(Step::DrawingReport(&folder));
    let progress = |done: usize, of: usize| step(done as u64, of as u64);
    let written = faceoff_report::write_showing(&data, asked, &crop, &folder, &progress)?;
    Ok(Written {
        page: written.page,
        data,
    })
}

/// The records of `study`.
pub(crate) fn read(
    store: &Store,
    study: Study,
    observer: &dyn Observer,
) -> Result<StudyData, Error> {
    let name = study.name.clone();
    let _step = observer.step(Step::ReadingRecords(&name));
    Ok(StudyData::read(store, study)?)
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
    let results = store.root().to_path_buf();
    match results.is_dir() {
        true => Error::NoStudies { results },
        false => Error::NoResults { results },
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
    let skip = skip_of(study.experiments.iter().map(|each| &each.experiment));
    let set = DataSet::open(folders, Some(folder), skip, observer)?;
    if trained_on_others(&folders.store(), study.experiments.iter(), &set.faces) {
        return Err(Error::OtherDataSet {
            folder: folder.to_path_buf(),
            study: study.name.clone(),
        });
    }
    Ok(Some(set))
}

/// The study with names, titles and comparisons as the experiment files have them now, so that a
/// changed colour needs no training; and the experiments whose files say something else than what
/// was trained. Without experiment files it stays as it was recorded.
pub(crate) fn with_current_files(
    folders: &Folders,
    mut study: Study,
    observer: &dyn Observer,
) -> Result<(Study, Vec<Changed>), Error> {
    if !folders.experiments.is_dir() {
        return Ok((study, Vec::new()));
    }
    // Results are shown whatever the files say by now.
    let catalog = match folders.catalog(&[], observer) {
        Ok(catalog) => catalog,
        Err(error @ Error::Config(faceoff_config::Error::Mistakes(_))) => {
            observer.warning(&error.to_string());
            return Ok((study, Vec::new()));
        }
        Err(error) => return Err(error),
    };
    let files = Scaled::new(&catalog, &study.scale);
    current::update(&mut study, &files);
    let changed = current::changed(&study, &files);
    Ok((study, changed))
}
