//! `faceoff report`: charts, tables and pages from records, without training.

use std::path::Path;

use faceoff_config::Catalog;
use faceoff_record::{DataKind, Store, Study};
use faceoff_report::StudyData;
use serde_json::json;

use crate::args::Common;
use crate::error::Error;
use crate::output;
use crate::pictures::Pictures;
use crate::workspace::{Scaled, Source};

pub(crate) fn run(common: &Common, names: &[String], data: Option<&Path>) -> Result<(), Error> {
    let store = Store::new(&common.results);
    let names = if names.is_empty() {
        store.studies()?
    } else {
        names.to_vec()
    };
    if names.is_empty() {
        return Err(Error::Usage(format!(
            "no studies in {}; `faceoff reproduce` makes the first",
            common.results.display()
        )));
    }
    for name in &names {
        let study = current(common, store.study(name)?)?;
        let source = faces_of(common, &study, data)?;
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
    let catalog = Catalog::load(&common.experiments)?;
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
pub(crate) fn faces_of(
    common: &Common,
    study: &Study,
    data: Option<&Path>,
) -> Result<Option<Source>, Error> {
    match (data, study.data.kind) {
        (Some(folder), _) => Source::open(common, Some(folder)).map(Some),
        (None, DataKind::Drawn) => Source::drawn_before(common),
        (None, DataKind::Folder) => Ok(None),
    }
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
    let written =
        faceoff_report::write(&data, &|sample, size| pictures.crop(sample, size), &folder)?;
    let page = written.page.display().to_string();
    output::result(common, &page, &json!({ "event": "report", "page": page }))
}
