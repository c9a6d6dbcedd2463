//! What a study would train, and what that costs.

use std::collections::BTreeMap;

use faceoff_plan::{PlannedRun, State, SurveyedRun};
use faceoff_train::{Processor, StepTime, time_step};

use crate::environment::Machine;
use crate::error::Error;
use crate::estimate::{Pace, PaceSource, PastRuns, Work, time_of_all};
use crate::folders::Folders;
use crate::jobs::{self, Jobs};
use crate::listed_set::ListedSet;
use crate::observer::Observer;
use crate::planned_set::PlannedSet;
use crate::processors::{self, DeviceOptions};
use crate::warnings;
use crate::workspace::{StudyOptions, Workspace};

/// Seconds that a run takes besides its epochs: reading its images, the network's initial weights,
/// what is written at its end. Measured on the drawn study, where it is a small part.
const AROUND_A_RUN: f64 = 0.7;

/// How runs would be trained, and how their time is found.
#[derive(Clone, Copy, Debug)]
pub struct SurveyOptions {
    /// On what.
    pub device: DeviceOptions,
    /// How many at the same time.
    pub jobs: Jobs,
    /// Whether a step of each network is timed now, instead of asking what was trained before.
    pub time_steps: bool,
}

/// What a study would train.
#[derive(Clone, Debug)]
pub struct StudySurvey {
    /// Its runs.
    pub runs: Vec<RunSurvey>,
    /// Seconds that all of them take, several at the same time where that was asked for; `None`
    /// where nothing says how long one of them takes.
    pub seconds: Option<f64>,
    /// What that is known from.
    pub sources: Vec<PaceSource>,
    /// Whether faces are to be drawn first.
    pub to_be_drawn: bool,
}

/// A run, and what there is to do for it.
#[derive(Clone, Debug)]
pub struct RunSurvey {
    /// The run.
    pub run: PlannedRun,
    /// What there is to do; `None` where its record cannot be read.
    pub state: Option<State>,
    /// Training images.
    pub images: usize,
    /// Training steps left.
    pub steps: usize,
    /// Seconds that these take with evaluation and all, where something says so.
    pub seconds: Option<f64>,
}

/// A run with its work.
struct Found {
    survey: RunSurvey,
    epochs_left: usize,
    work: Option<Work>,
}

/// The runs of the experiments called `names` and of what they extend, or of the whole study
/// without a name, each with what is left to train and how long that takes. Nothing is drawn, and
/// no image is read of a data set that was read before.
///
/// # Errors
/// Mistakes in what was asked for; a step that cannot be timed.
pub fn survey(
    folders: &Folders,
    options: &StudyOptions,
    names: &[String],
    how: &SurveyOptions,
    observer: &dyn Observer,
) -> Result<StudySurvey, Error> {
    let processors = processors::find(&how.device, observer)?;
    let read =
        |folder: Option<&std::path::Path>, skip| ListedSet::open(folders, folder, skip, observer);
    let workspace = Workspace::planned(folders, options, names, observer, read)?;
    warnings::warn(&workspace, observer);
    let mut found = Vec::new();
    for run in workspace.runs_of(names)? {
        found.push(find(&workspace, run, observer)?);
    }
    let left = found.iter().filter(|each| each.survey.steps > 0).count();
    // What memory a run needs is not known here; where it matters fewer are trained at once.
    let slots = jobs::slots(&processors, how.jobs, left, 0);
    let mut sources = estimate(&workspace, &mut found, &slots, how)?;
    sources.sort_unstable();
    sources.dedup();
    let runs: Vec<RunSurvey> = found.into_iter().map(|each| each.survey).collect();
    let left = runs.iter().filter(|each| each.steps > 0);
    let seconds: Option<Vec<f64>> = left.map(|each| each.seconds).collect();
    Ok(StudySurvey {
        seconds: seconds.map(|seconds| time_of_all(seconds, slots.len())),
        runs,
        sources,
        to_be_drawn: workspace.sets().any(|set| set.to_be_drawn),
    })
}

fn find(
    workspace: &Workspace<ListedSet>,
    run: PlannedRun,
    observer: &dyn Observer,
) -> Result<Found, Error> {
    let set = workspace.set(&run.config.data);
    let images = set.summary(&run.config.data)?;
    let (state, epochs_left, steps) = match workspace.present(&run.id) {
        Ok(present) => {
            let surveyed = SurveyedRun::new(&run, present.as_ref());
            let steps = surveyed.steps_left(images.train_images);
            (Some(surveyed.state), surveyed.epochs_left, steps)
        }
        Err(error) => {
            observer.warning(&error.to_string());
            (None, 0, 0)
        }
    };
    Ok(Found {
        epochs_left,
        // A network that does not fit says so when its turn comes.
        work: Work::new(&run.config, set.listing.scheme(), &images).ok(),
        survey: RunSurvey {
            run,
            state,
            images: images.train_images,
            steps,
            seconds: None,
        },
    })
}

/// Says of all that is `found` how long it takes, and what that is known from.
fn estimate(
    workspace: &Workspace<ListedSet>,
    found: &mut [Found],
    slots: &[Processor],
    how: &SurveyOptions,
) -> Result<Vec<PaceSource>, Error> {
    let Some(processor) = slots.first() else {
        return Ok(Vec::new());
    };
    let past = PastRuns::read(&workspace.store, &Machine::this(processor, how.device.tf32))?;
    let mut timed = BTreeMap::new();
    let mut sources = Vec::new();
    for each in found.iter_mut().filter(|each| each.survey.steps > 0) {
        let (spec, Some(work)) = (&each.survey.run.config, &each.work) else {
            continue;
        };
        let pace = match how.time_steps {
            true => {
                let scheme = workspace.set(&spec.data).listing.scheme();
                let batch = spec.train.batch_size.min(work.trained);
                let key = format!("{:?} {} {batch}", spec.model, spec.data.input_size);
                let time: StepTime = match timed.get(&key) {
                    Some(time) => *time,
                    None => time_step(spec, scheme, work.trained, &processor.open()?)?,
                };
                timed.insert(key, time);
                let pace = Pace::timed(time, work, batch);
                // Runs on a CPU share it.
                let times = match processor {
                    Processor::Cpu => slots.len() as f64,
                    Processor::Gpu(_) => 1.0,
                };
                Some((pace.slower(times), PaceSource::TimedStep))
            }
            false => past.pace(spec, work, slots.len(), processor),
        };
        if let Some((pace, source)) = pace {
            let seconds = pace.seconds(spec, each.epochs_left) + AROUND_A_RUN;
            each.survey.seconds = Some(seconds);
            sources.push(source);
        }
    }
    Ok(sources)
}
