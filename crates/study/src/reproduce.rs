//! Training what is missing of a study, and writing its report.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use faceoff_plan::{PlannedRun, State, SurveyedRun, write_study};
use faceoff_train::memory_needed;

use crate::environment::Build;
use crate::error::{Error, FailedRun};
use crate::folders::Folders;
use crate::images::Images;
use crate::jobs::{self, Jobs};
use crate::observer::Observer;
use crate::processors::{self, DeviceOptions};
use crate::training::Training;
use crate::workspace::{StudyOptions, Workspace};
use crate::{current, report, study_file, warnings};

/// Where runs are trained, and how many at the same time.
#[derive(Clone, Debug)]
pub struct TrainingOptions {
    /// On what.
    pub device: DeviceOptions,
    /// How many at the same time.
    pub jobs: Jobs,
    /// The program that trains them, for their records.
    pub build: Build,
}

/// What was trained.
#[derive(Debug)]
pub struct Reproduced {
    /// The study's page.
    pub page: PathBuf,
    /// How many runs were to be trained.
    pub runs: usize,
    /// Those of them that failed.
    pub failed: Vec<FailedRun>,
}

/// Trains what is missing of the experiments called `names` and of what they extend, as far as
/// they are compared with it, or of the whole study without a name; then writes the report. Set
/// `stop`, and all runs end after the batch under way with everything saved.
///
/// # Errors
/// Mistakes in what was asked for, found before anything is trained; [`Error::Interrupted`]; a
/// report that cannot be written. A run that fails is no error here: the others are trained.
pub fn reproduce(
    folders: &Folders,
    options: &StudyOptions,
    names: &[String],
    training: &TrainingOptions,
    stop: &AtomicBool,
    observer: &dyn Observer,
) -> Result<Reproduced, Error> {
    let processors = processors::find(&training.device, observer)?;
    let workspace = Workspace::open(folders, options, names, observer)?;
    warnings::warn(&workspace, observer);
    let runs = workspace.runs_of(names)?;
    let study = study_file::study(&workspace, observer)?;
    write_study(&workspace.store, &study)?;

    let pending = pending(&workspace, &runs);
    // A run whose need cannot be told says why when its turn comes.
    let needed = pending
        .iter()
        .filter_map(|run| memory(&workspace, run).ok());
    let needed = needed.max().unwrap_or_default();
    let slots = jobs::slots(&processors, training.jobs, pending.len(), needed);
    let all = Training {
        workspace: &workspace,
        runs: &runs,
        pending: &pending,
        tf32: training.device.tf32,
        build: &training.build,
        stop,
        observer,
    };
    let failed = all.train(&slots)?;
    let images = Images::of(workspace.face_sets());
    let changed = current::changed(&study, &workspace.scaled);
    let page = report::write(&workspace.store, study, changed, names, &images, observer)?;
    Ok(Reproduced {
        page,
        runs: pending.len(),
        failed,
    })
}

/// The runs that have something left to train.
fn pending<'a>(workspace: &Workspace, runs: &'a [PlannedRun]) -> Vec<&'a PlannedRun> {
    let mut pending = Vec::new();
    for run in runs {
        let present = workspace.present(&run.id);
        let state = present.map(|present| SurveyedRun::new(run, present.as_ref()).state);
        match state {
            Ok(State::Complete | State::Diverged { .. }) => {}
            // One whose record cannot be read says why when its turn comes.
            Ok(State::New | State::Continues { .. } | State::Again { .. }) | Err(_) => {
                pending.push(run);
            }
        }
    }
    pending
}

/// Bytes that a run needs on a device.
fn memory(workspace: &Workspace, run: &PlannedRun) -> Result<u64, Error> {
    let (_, faces) = workspace.data(&run.config)?;
    Ok(memory_needed(&run.config, &faces)?)
}
