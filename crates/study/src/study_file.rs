//! What `study.json` says of the study at hand.

use faceoff_data::FaceSet;
use faceoff_plan::{RunRecord, Study, StudyExperiment, read_run, read_study};
use faceoff_record::{DataKind, Error as RecordError, STUDY_FORMAT, Store};

use crate::error::Error;
use crate::observer::Observer;
use crate::workspace::Workspace;

/// What `study.json` will say. The observer is warned where it was about other images until now.
///
/// # Errors
/// When what it says now cannot be read.
pub(crate) fn study(workspace: &Workspace, observer: &dyn Observer) -> Result<Study, Error> {
    let name = name(workspace);
    let earlier = earlier(&workspace.store, &name)?;
    if let Some(earlier) = &earlier
        && is_about_others(workspace, earlier)
    {
        let folder = workspace.store.study_folder(&earlier.name);
        observer.warning(&format!(
            "the report in {} is about other images: another data set of that name, or this one \
             before it was changed. The report is made again from the images at hand. The records \
             of the earlier runs are kept; --results with another folder keeps both reports",
            folder.display()
        ));
    }
    let experiments = workspace.scaled.experiments.iter().map(|experiment| {
        let runs = workspace.plan.runs_of(&experiment.name);
        let mut entry = StudyExperiment {
            experiment: experiment.clone(),
            runs: runs.iter().map(|run| run.id.clone()).collect(),
        };
        if !workspace.selected.contains(&experiment.name) {
            keep_more_seeds(&mut entry, earlier.as_ref());
        }
        entry
    });
    Ok(Study {
        format: STUDY_FORMAT,
        name,
        scale: workspace.scaled.scale.clone(),
        data: workspace.main.describe(&workspace.main.faces),
        experiments: experiments.collect(),
        comparisons: workspace.scaled.comparisons.clone(),
    })
}

/// Whether `experiments` have records, and none of them of a run trained on `faces`.
pub(crate) fn trained_on_others<'a>(
    store: &Store,
    experiments: impl Iterator<Item = &'a StudyExperiment>,
    faces: &FaceSet,
) -> bool {
    let runs = experiments.flat_map(|each| &each.runs);
    let mut records = runs
        .filter_map(|id| read_run(store, id).ok().flatten())
        .peekable();
    let on_them = |record: RunRecord| record.config.data_fingerprint == faces.fingerprint();
    records.peek().is_some() && !records.any(on_them)
}

fn name(workspace: &Workspace) -> String {
    let data = match workspace.main.kind {
        DataKind::Drawn => "drawn",
        DataKind::Folder => &workspace.main.name,
    };
    format!("{data}-{}", workspace.scaled.scale.name)
}

/// What `study.json` of the study `name` says now, if there is one. An older version's is replaced.
fn earlier(store: &Store, name: &str) -> Result<Option<Study>, Error> {
    match read_study(store, name) {
        Ok(study) => Ok(Some(study)),
        Err(RecordError::Unknown { .. }) => Ok(None),
        Err(RecordError::Format {
            found, expected, ..
        }) if found < expected => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether `study` has records, and none of the images at hand.
fn is_about_others(workspace: &Workspace, study: &Study) -> bool {
    let experiments = study.experiments.iter();
    let on_main = experiments.filter(|each| each.experiment.data.set.is_none());
    trained_on_others(&workspace.store, on_main, &workspace.main.faces)
}

/// An experiment that a command is not about keeps the further seeds it was trained with.
fn keep_more_seeds(entry: &mut StudyExperiment, earlier: Option<&Study>) {
    let experiments = earlier.into_iter().flat_map(|study| &study.experiments);
    let mut before = experiments.filter(|each| each.experiment.name == entry.experiment.name);
    if let Some(before) = before.next()
        && before.runs.starts_with(&entry.runs)
    {
        entry.runs.clone_from(&before.runs);
        entry.experiment.seeds = entry.runs.len();
    }
}
