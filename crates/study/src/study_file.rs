//! What `study.json` says of the study at hand.

use faceoff_data::FaceSet;
use faceoff_plan::{RunRecord, Study, StudyExperiment, read_run, read_study, run_id};
use faceoff_record::{DataKind, Error as RecordError, STUDY_FORMAT, Status, Store};
use faceoff_spec::{Experiment, RunSpec};

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
        let recorded = earlier.iter().flat_map(|study| &study.experiments);
        let mut recorded = recorded.filter(|each| each.experiment.name == experiment.name);
        entry(workspace, experiment, recorded.next())
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

/// What the study holds of `experiment`: its runs, with those of further seeds that were trained
/// whatever for. One that the command is not about, and whose file says now what was never trained,
/// stays as it is `recorded`.
fn entry(
    workspace: &Workspace,
    experiment: &Experiment,
    recorded: Option<&StudyExperiment>,
) -> StudyExperiment {
    let store = &workspace.store;
    let planned = workspace.plan.runs_of(&experiment.name);
    let mut entry = StudyExperiment {
        experiment: experiment.clone(),
        runs: planned.iter().map(|run| run.id.clone()).collect(),
    };
    if let Some(last) = planned.last() {
        // Seeds that another experiment asks for are that one's.
        let of_others = |id: &String| workspace.plan.runs.iter().any(|run| run.id == *id);
        let further = further_seeds(store, &last.config);
        let further = further.into_iter().filter(|id| !of_others(id));
        entry.runs.extend(further);
        entry.experiment.seeds = entry.runs.len();
    }
    let begun = |entry: &StudyExperiment| entry.runs.iter().any(|id| is_begun(store, id));
    match recorded {
        Some(recorded)
            if !workspace.selected.contains(&experiment.name)
                && !begun(&entry)
                && begun(recorded) =>
        {
            recorded.clone()
        }
        _ => entry,
    }
}

/// The runs with the seeds after that of `config`, as far as they have been trained.
fn further_seeds(store: &Store, config: &RunSpec) -> Vec<String> {
    let mut config = config.clone();
    let ids = std::iter::from_fn(|| {
        config.train.seed = config.train.seed.checked_add(1)?;
        Some(run_id(&config))
    });
    ids.take_while(|id| is_begun(store, id)).collect()
}

/// Whether a network of a run was kept, or it diverged.
pub(crate) fn is_begun(store: &Store, id: &str) -> bool {
    let record = read_run(store, id).ok().flatten();
    record.is_some_and(|record| {
        !record.snapshots.is_empty() || matches!(record.status, Status::Diverged { .. })
    })
}
