//! Any experiments that have records beside each other, without a comparison file.

mod comparison;
mod guard;
mod kept;
mod settle;
mod study;

pub use guard::FailIf;

use std::path::{Path, PathBuf};

use faceoff_report::StudyData;
use faceoff_spec::Comparison;
use serde_json::Value;

use crate::data_set::DataSet;
use crate::error::Error;
use crate::folders::Folders;
use crate::images::Images;
use crate::observer::{Observer, Step};
use crate::report;

pub(crate) use comparison::unknown;
pub(crate) use kept::named;
pub(crate) use settle::settle;
pub(crate) use study::choose;

/// Experiments beside each other.
#[derive(Debug)]
pub struct Compared {
    /// What was settled where nothing was said: sentences for whoever asked.
    pub notes: Vec<String>,
    data: StudyData,
    comparison: Comparison,
    /// The images that landmarks are drawn over, where they are at hand.
    set: Option<DataSet>,
    folder: PathBuf,
}

/// Puts the experiments called `names` beside each other, each `name` or `name@EPOCH`. `study` names
/// the study whose records they are; without it that is the one with the most evidence about all of
/// them: the most seeds, then the most test images, the longest training, the largest images. `data` is the data set's folder, for images under the landmarks.
///
/// # Errors
/// Names that stand for nothing, experiments or epochs without records, a data set that is not the
/// study's, records that cannot be read.
pub fn compare(
    folders: &Folders,
    names: &[String],
    study: Option<&str>,
    data: Option<&Path>,
    observer: &dyn Observer,
) -> Result<Compared, Error> {
    let store = folders.store();
    let mut notes = Vec::new();
    let (study, mut changed) = choose(folders, study, names, &mut notes, observer)?;
    let mut comparison = comparison::of(&study, names)?;
    settle(&store, &study, names, &mut comparison, &mut notes)?;
    let set = report::data_of(folders, &study, data, observer)?;
    let folder = store.study_folder(&study.name).join("compare");
    let compared = |name: &String| comparison.entries.iter().any(|e| e.experiment == *name);
    changed.retain(|changed| compared(&changed.experiment));
    let mut data = report::read(&store, study, observer)?;
    data.changed = changed;
    Ok(Compared {
        notes,
        data,
        comparison,
        set,
        folder: folder.join(folder_name(names)),
    })
}

impl Compared {
    /// The results as a table, no wider than a terminal of `width` columns where that is known,
    /// with the verdicts below.
    pub fn text(&self, width: Option<u16>) -> String {
        faceoff_report::text_table(&self.data, &self.comparison, width)
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        faceoff_report::summary_json(&self.data, &self.comparison)
    }

    /// The same as Markdown, for a pull request.
    pub fn markdown(&self) -> String {
        faceoff_report::markdown(&self.data, &self.comparison)
    }

    /// What is against passing a change whose comparison this is, as the first experiment is what it
    /// was before: a sentence for each of the others that fails by one of `fail_if`.
    pub fn failures(&self, fail_if: &[FailIf]) -> Vec<String> {
        guard::failures(
            &faceoff_report::standings(&self.data, &self.comparison),
            fail_if,
        )
    }

    /// Writes charts and a page, and returns the page.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn write(&self, observer: &dyn Observer) -> Result<PathBuf, Error> {
        let _step = observer.step(Step::DrawingReport(&self.folder));
        let images = Images::of(self.set.as_ref().map(|set| &set.faces));
        let crop = |run: &_, sample: &_| images.crop(run, sample);
        let written = faceoff_report::write_one(&self.data, &self.comparison, &crop, &self.folder)?;
        Ok(written.page)
    }
}

/// What was asked for, as far as file systems take it.
fn folder_name(names: &[String]) -> String {
    const MOST: usize = 150;
    let name = names.join("-and-");
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}-and-more", &name[..end]),
        None => name,
    }
}
