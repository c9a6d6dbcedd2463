//! What a study would train, and what that costs.

use std::collections::BTreeMap;

use faceoff_landmarks::Scheme;
use faceoff_plan::{PlannedRun, State, SurveyedRun};
use faceoff_train::{Processor, seconds_per_step};

use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;
use crate::processors::{self, DeviceOptions};
use crate::warnings;
use crate::workspace::{StudyOptions, Workspace};

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
    /// Seconds that these take, where a step was timed.
    pub seconds: Option<f64>,
}

/// The runs of the experiments called `names` and of what they extend, or of the whole study
/// without a name, each with what is left to train. With `estimate`, steps are timed on the device.
///
/// # Errors
/// Mistakes in what was asked for; a step that cannot be timed.
pub fn survey(
    folders: &Folders,
    options: &StudyOptions,
    names: &[String],
    device: &DeviceOptions,
    estimate: bool,
    observer: &dyn Observer,
) -> Result<Vec<RunSurvey>, Error> {
    let processors = processors::find(device, observer)?;
    let workspace = Workspace::open(folders, options, names, observer)?;
    warnings::warn(&workspace, observer);
    let mut timed = BTreeMap::new();
    let mut surveys = Vec::new();
    for run in workspace.runs_of(names)? {
        let images = workspace.data(&run.config)?.1.train.len();
        let (state, steps) = match workspace.present(&run.id) {
            Ok(present) => {
                let surveyed = SurveyedRun::new(&run, present.as_ref());
                (Some(surveyed.state), surveyed.steps_left(images))
            }
            Err(error) => {
                observer.warning(&error.to_string());
                (None, 0)
            }
        };
        let seconds = match estimate && steps > 0 {
            false => None,
            true => Some(steps as f64 * step_time(&run, images, &processors[0], &mut timed)?),
        };
        surveys.push(RunSurvey {
            run,
            state,
            images,
            steps,
            seconds,
        });
    }
    Ok(surveys)
}

/// Seconds of a training step. Runs with one network and batch size take one time a step.
fn step_time(
    run: &PlannedRun,
    images: usize,
    processor: &Processor,
    timed: &mut BTreeMap<String, f64>,
) -> Result<f64, Error> {
    let config = &run.config;
    let batch = config.train.batch_size.min(images);
    let key = format!("{:?} {} {batch}", config.model, config.data.input_size);
    if let Some(seconds) = timed.get(&key) {
        return Ok(*seconds);
    }
    let seconds = seconds_per_step(config, Scheme::face_68(), images, &processor.open()?)?;
    timed.insert(key, seconds);
    Ok(seconds)
}
