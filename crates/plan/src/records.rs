//! Between what the program understands and what is recorded of it.
//!
//! A record holds [`Settings`]: tables of names and values that are read years later. A record that
//! was written before a field existed lacks the field, and means the value with which the field does
//! nothing. So that value is filled in when a record is read, and left out when one is written: a run
//! that does not use the field keeps its id and its record.

use faceoff_record::{Error, Setting, Settings, Store};
use faceoff_spec::{Augmentation, Comparison, Experiment, RunSpec, Scale, text};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// `run.json`, its configuration understood.
pub type RunRecord = faceoff_record::RunRecord<RunSpec>;
/// `study.json`, its scale, experiments and comparisons understood.
pub type Study = faceoff_record::Study<Scale, Experiment, Comparison>;
/// An experiment of a [`Study`], and the ids of its runs.
pub type StudyExperiment = faceoff_record::StudyExperiment<Experiment>;

/// A field that came after the first records.
struct Later {
    /// Where it is, from table to table.
    path: Vec<&'static str>,
    /// The value with which it does nothing.
    neutral: Neutral,
    /// Whether that value is left out of what is written.
    left_out: bool,
}

/// A value with which a field does nothing.
enum Neutral {
    Absent,
    Off,
    Zero,
    Name(&'static str),
}

/// The augmentations of the first records. All others came later, and are off at 0.
const FIRST_AUGMENTATIONS: [&str; 2] = ["crop", "flip"];

/// The later fields of runs and experiments. A new field that is not among them gives every run
/// another id.
fn of_experiments() -> Vec<Later> {
    let augmentations = Augmentation::FIELDS.iter().map(|field| field.name);
    let later = augmentations.filter(|name| !FIRST_AUGMENTATIONS.contains(name));
    later
        .map(|name| left_out(&["data", "augment", name], Neutral::Zero))
        .chain([
            left_out(&["data", "skip"], Neutral::Name("nothing")),
            left_out(
                &["data", "split", "person", "validation_fraction"],
                Neutral::Zero,
            ),
            left_out(&["model", "input"], Neutral::Name("grey")),
            left_out(&["model", "activation"], Neutral::Name("relu")),
        ])
        .collect()
}

/// The later fields of comparisons.
fn of_comparisons() -> Vec<Later> {
    vec![
        left_out(&["error_chart"], Neutral::Absent),
        left_out(&["landmark_chart"], Neutral::Absent),
        left_out(&["health_charts"], Neutral::Absent),
        written(&["loss_chart", "together"], Neutral::Off),
        left_out(&["loss_chart", "scale"], Neutral::Name("auto")),
        left_out(&["difference_chart", "scale"], Neutral::Name("auto")),
    ]
}

fn left_out(path: &[&'static str], neutral: Neutral) -> Later {
    Later {
        path: path.to_vec(),
        neutral,
        left_out: true,
    }
}

fn written(path: &[&'static str], neutral: Neutral) -> Later {
    Later {
        left_out: false,
        ..left_out(path, neutral)
    }
}

impl Neutral {
    fn setting(&self) -> Setting {
        match self {
            Self::Absent => Setting::Nothing,
            Self::Off => Setting::Flag(false),
            Self::Zero => Setting::Number(0.0),
            Self::Name(name) => Setting::Text((*name).to_owned()),
        }
    }
}

/// `value` as it is recorded: without the later fields that do nothing.
fn record(value: &impl Serialize, later: &[Later]) -> Result<Settings, serde_json::Error> {
    let mut settings = Settings::of(value)?;
    for field in later.iter().filter(|field| field.left_out) {
        if settings.get(&field.path) == Some(&field.neutral.setting()) {
            settings.remove(&field.path);
        }
    }
    Ok(settings)
}

/// What was recorded as `settings`, with the later fields that they lack.
fn understand<T: DeserializeOwned>(
    settings: &Settings,
    later: &[Later],
) -> Result<T, serde_json::Error> {
    let mut settings = settings.clone();
    for field in later {
        settings.fill_in(&field.path, field.neutral.setting());
    }
    settings.read()
}

/// What a run trains, as it is recorded.
pub(crate) fn record_spec(spec: &RunSpec) -> Result<Settings, serde_json::Error> {
    record(spec, &of_experiments())
}

/// The record of the run `id`, if there is one.
///
/// # Errors
/// When it cannot be read, or its settings are not understood.
pub fn read_run(store: &Store, id: &str) -> Result<Option<RunRecord>, Error> {
    let Some(run) = store.run(id)? else {
        return Ok(None);
    };
    let run = run.with_config(|config| understand(config, &of_experiments()));
    run.map(Some)
        .map_err(|e| Error::malformed(&store.run_folder(id).join("run.json"), e))
}

/// Writes `run.json`.
///
/// # Errors
/// When the file system refuses.
pub fn write_run(store: &Store, run: &RunRecord) -> Result<(), Error> {
    let recorded = run.with_config(record_spec);
    let path = store.run_folder(&run.id).join("run.json");
    store.write_run(&recorded.map_err(|e| Error::malformed(&path, e))?)
}

/// The study `name`.
///
/// # Errors
/// [`Error::Unknown`] with the names of the studies there are; a file that cannot be read; settings
/// that are not understood.
pub fn read_study(store: &Store, name: &str) -> Result<Study, Error> {
    let study = store.study(name)?.with_settings(
        |scale| understand(scale, &[]),
        |experiment| understand(experiment, &of_experiments()),
        |comparison| understand(comparison, &of_comparisons()),
    );
    let study =
        study.map_err(|e| Error::malformed(&store.study_folder(name).join("study.json"), e))?;
    Ok(with_fit_texts(study))
}

/// `study` with texts as files may hold them now: earlier versions recorded what no image can hold.
fn with_fit_texts(mut study: Study) -> Study {
    let fit = |text: &mut String| *text = text::fit(text).into_owned();
    fit(&mut study.scale.description);
    for StudyExperiment { experiment, .. } in &mut study.experiments {
        fit(&mut experiment.title);
        fit(&mut experiment.description);
    }
    for comparison in &mut study.comparisons {
        fit(&mut comparison.title);
        fit(&mut comparison.question);
        let labels = comparison.entries.iter_mut();
        labels
            .filter_map(|entry| entry.label.as_mut())
            .for_each(fit);
        comparison
            .loss_chart
            .iter_mut()
            .for_each(|chart| fit(&mut chart.title));
        comparison
            .difference_chart
            .iter_mut()
            .for_each(|chart| fit(&mut chart.title));
        comparison
            .overlays
            .iter_mut()
            .for_each(|sheet| fit(&mut sheet.title));
    }
    study
}

/// Writes `study.json`.
///
/// # Errors
/// When the file system refuses.
pub fn write_study(store: &Store, study: &Study) -> Result<(), Error> {
    let recorded = study.with_settings(
        |scale| record(scale, &[]),
        |experiment| record(experiment, &of_experiments()),
        |comparison| record(comparison, &of_comparisons()),
    );
    let path = store.study_folder(&study.name).join("study.json");
    store.write_study(&recorded.map_err(|e| Error::malformed(&path, e))?)
}
