//! `faceoff report`: charts, tables and pages from records, without training.

use std::path::Path;

use faceoff_plan::{Study, read_study};
use faceoff_record::{DataKind, Store};
use faceoff_report::StudyData;
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::output;
use crate::pictures::Pictures;
use crate::workspace::{Scaled, Source, catalog, trained_on_others};

pub(crate) fn run(common: &Common, names: &[String], data: Option<&Path>) -> Result<(), Error> {
    let store = Store::new(&common.results);
    let names = if names.is_empty() {
        store.studies()?
    } else {
        names.to_vec()
    };
    if names.is_empty() {
        return Err(Error::no_studies(&store));
    }
    for name in &names {
        let study = current(common, read_study(&store, name).map_err(Error::asked)?)?;
        let source = faces_of(common, &store, &study, data)?;
        let pictures = Pictures::of(source.as_ref().map(|source| &source.faces));
        draw(common, &store, study, &pictures)?;
    }
    Ok(())
}

/// The study with the comparisons as the experiment files have them now, so that a changed colour
/// needs no training. Without experiment files it stays as it was recorded.
fn current(common: &Common, mut study: Study) -> Result<Study, Error> {
    if !common.experiments.is_dir() {
        return Ok(study);
    }
    let catalog = catalog(common)?;
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

/// The data set of a study, where it is at hand.
///
/// # Errors
/// When the data set in `data` is another one.
pub(crate) fn faces_of(
    common: &Common,
    store: &Store,
    study: &Study,
    data: Option<&Path>,
) -> Result<Option<Source>, Error> {
    let Some(folder) = data else {
        return match study.data.kind {
            DataKind::Drawn => Source::drawn_before(common),
            DataKind::Folder => Ok(None),
        };
    };
    let source = Source::open(common, Some(folder))?;
    if trained_on_others(store, study.experiments.iter(), &source.faces) {
        return Err(Error::Usage(format!(
            "{} is not the data set of the study {}: nothing in it was trained on these pictures",
            folder.display(),
            study.name
        )));
    }
    Ok(Some(source))
}

/// Draws the study's report into its folder and says where it is.
pub(crate) fn draw(
    common: &Common,
    store: &Store,
    study: Study,
    pictures: &Pictures<'_>,
) -> Result<(), Error> {
    let folder = store.study_folder(&study.name);
    let data = StudyData::read(store, study)?;
    for left_out in &data.unreadable {
        let (run, whose) = (&left_out.run, left_out.experiments.join(" and "));
        tracing::warn!("run {run} of {whose} is left out: {}", left_out.reason);
    }
    let written = faceoff_report::write(&data, &|run, sample| pictures.crop(run, sample), &folder)?;
    say_page(common, &written.page)
}

/// Says where a page is.
pub(crate) fn say_page(common: &Common, page: &Path) -> Result<(), Error> {
    let page = page.display().to_string();
    output::result(common, &page, &json!({ "event": "report", "page": page }))
}
