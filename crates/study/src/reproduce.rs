//! Training what is missing of a study, and writing its report.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use faceoff_plan::{PlannedRun, State, SurveyedRun, write_study};
use faceoff_train::memory_needed;

use crate::environment::Build;
use crate::error::{Error, FailedRun};
use crate::estimate::Work;
use crate::folders::Folders;
use crate::images::Images;
use crate::jobs::{self, Jobs};
use crate::observer::{Observer, OpenStudy};
use crate::planned_set::PlannedSet;
use crate::processors::{self, DeviceOptions};
use crate::study_outcome::StudyOutcome;
use crate::training::{Pending, Training};
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
    /// What it came to.
    pub outcome: StudyOutcome,
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
    observer.study_opens(&OpenStudy {
        name: &study.name,
        asked: names,
        sets: &workspace.face_sets().cloned().collect::<Vec<_>>(),
    });

    let pending = pending(&workspace, &runs);
    // A run whose need cannot be told says why when its turn comes.
    let needed = pending
        .iter()
        .filter_map(|each| memory(&workspace, each.run).ok());
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
    let written = report::write(&workspace.store, study, changed, names, &images, observer)?;
    Ok(Reproduced {
        page: written.page,
        outcome: StudyOutcome::new(&workspace, written.data, names),
        runs: pending.len(),
        failed,
    })
}

/// The runs that have something left to train.
fn pending<'a>(workspace: &Workspace, runs: &'a [PlannedRun]) -> Vec<Pending<'a>> {
    let mut pending = Vec::new();
    for run in runs {
        let present = workspace.present(&run.id);
        let epochs = match present.map(|present| SurveyedRun::new(run, present.as_ref())) {
            Ok(surveyed) => match surveyed.state {
                State::Complete | State::Diverged { .. } => continue,
                State::New | State::Continues { .. } | State::Again { .. } => surveyed.epochs_left,
            },
            // One whose record cannot be read says why when its turn comes.
            Err(_) => 0,
        };
        let share = work(workspace, run).map_or(0.0, |work| work.of_epochs(&run.config, epochs));
        pending.push(Pending { run, share });
    }
    let all: f64 = pending.iter().map(|each| each.share).sum();
    for each in &mut pending {
        each.share /= all.max(f64::MIN_POSITIVE);
    }
    pending
}

/// What an epoch of a run computes. A network that does not fit says so when its turn comes.
fn work(workspace: &Workspace, run: &PlannedRun) -> Option<Work> {
    let set = workspace.set(&run.config.data);
    let images = set.summary(&run.config.data).ok()?;
    Work::new(&run.config, set.faces.scheme(), &images).ok()
}

/// Bytes that a run needs on a device.
fn memory(workspace: &Workspace, run: &PlannedRun) -> Result<u64, Error> {
    let (_, faces) = workspace.data(&run.config)?;
    Ok(memory_needed(&run.config, &faces)?)
}
