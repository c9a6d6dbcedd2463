//! Everything that is known of what a name stands for.

use std::collections::BTreeMap;

use faceoff_record::Annotations;
use faceoff_report::written_settings;
use faceoff_spec::{DataSpec, ModelSpec, TrainSpec};
use serde::Serialize;

use super::run::ShownRun;
use crate::error::Error;
use crate::find::{Found, FoundExperiment};
use crate::folders::Folders;
use crate::inventory::RunState;
use crate::library::{CurrentStudy, Library};
use crate::observer::Observer;

/// An experiment or a run, and everything that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// The experiment's name, or the run's id.
    pub name: String,
    /// Whether it is an experiment; otherwise it is a run.
    pub experiment: bool,
    /// What legends call the experiment.
    pub title: Option<String>,
    /// What it asks.
    pub description: Option<String>,
    /// What it differs from.
    pub extends: Option<String>,
    /// The study that is shown.
    pub study: Option<String>,
    /// Other studies that have the experiment.
    pub other_studies: Vec<String>,
    /// What its file says otherwise than what was trained, in words.
    pub changed: Vec<String>,
    /// How far it is.
    pub state: RunState,
    /// Epochs that are asked for.
    pub epochs: usize,
    /// After how many epochs networks are looked at on the way.
    pub snapshots: Vec<usize>,
    /// All other settings, as an experiment file names them.
    pub settings: BTreeMap<String, String>,
    /// Its runs, the first seed's first.
    pub runs: Vec<ShownRun>,
    /// The comparisons that use it.
    pub comparisons: Vec<UsedIn>,
    /// Tags and notes.
    #[serde(flatten)]
    pub annotations: Annotations,
}

/// A comparison that uses an experiment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UsedIn {
    /// The study's name.
    pub study: String,
    /// The comparison's name: where it stands on the study's page.
    pub comparison: String,
    /// Its title.
    pub title: String,
}

/// Everything that is known of what is called `name`: an experiment, in `study` or else in the study
/// that has the most evidence of it, or a run, whose id may be abbreviated.
///
/// # Errors
/// A name that stands for nothing, with a suggestion; an abbreviation of several runs; folders that
/// cannot be read.
pub fn show(
    folders: &Folders,
    name: &str,
    study: Option<&str>,
    observer: &dyn Observer,
) -> Result<Shown, Error> {
    let library = Library::open(folders, observer)?;
    let all = library.store.run_folders()?;
    let found = library.find(name, study, &all)?;
    let others = found.iter().skip(1).filter_map(|other| match other {
        Found::Experiment(each) => Some(each.study?.study.name.clone()),
        Found::Run(_) => None,
    });
    match found.first() {
        Some(Found::Run(id)) => run(&library, id),
        Some(Found::Experiment(each)) => {
            let shown = experiment(&library, each, &all)?;
            let other_studies = others.collect();
            Ok(Shown {
                other_studies,
                ..shown
            })
        }
        // Nothing found is an error of `find`.
        None => Err(Error::NoRuns {
            experiment: name.to_owned(),
        }),
    }
}

fn experiment(
    library: &Library,
    each: &FoundExperiment<'_>,
    all: &[String],
) -> Result<Shown, Error> {
    let experiment = each.experiment;
    let there = each.runs.iter().filter(|id| all.contains(id));
    let kept = each.study.map(|study| study.kept(experiment));
    let runs = there.map(|id| ShownRun::read(library, id, kept.clone()));
    let runs = runs.collect::<Result<Vec<_>, _>>()?;
    let changed = each.study.map(|study| study.changes_of(&experiment.name));
    let changed = changed.unwrap_or_default();
    let mut states: Vec<RunState> = runs.iter().map(|run| run.entry.state).collect();
    let asked = each.runs.len().max(experiment.seeds);
    states.resize(states.len().max(asked), RunState::Pending);
    if !changed.is_empty() {
        states.push(RunState::Changed);
    }
    let mut snapshots = kept.unwrap_or_else(|| experiment.train.snapshots.clone());
    snapshots.retain(|epochs| *epochs < experiment.train.epochs);
    let studies = each.study.into_iter();
    let comparisons = studies.flat_map(|study| used_in(study, &experiment.name));
    Ok(Shown {
        name: experiment.name.clone(),
        experiment: true,
        title: Some(experiment.title.clone()),
        description: Some(experiment.description.clone()).filter(|text| !text.is_empty()),
        extends: experiment.extends.clone(),
        study: each.study.map(|study| study.study.name.clone()),
        other_studies: Vec::new(),
        changed,
        state: states.into_iter().min().unwrap_or(RunState::Pending),
        epochs: experiment.train.epochs,
        snapshots,
        settings: without_seed(&experiment.data, &experiment.model, &experiment.train),
        comparisons: comparisons.collect(),
        annotations: annotations(&runs),
        runs,
    })
}

fn run(library: &Library, id: &str) -> Result<Shown, Error> {
    let run = ShownRun::read(library, id, None)?;
    let record = faceoff_plan::read_run(&library.store, id).ok().flatten();
    let config = record.map(|record| record.config);
    let train = config.as_ref().map(|config| &config.train);
    let settings = config
        .as_ref()
        .map(|config| written_settings(&config.data, &config.model, &config.train));
    let mut comparisons: Vec<UsedIn> = Vec::new();
    for (study, each) in library.experiments_of(id) {
        for used in used_in(study, &each.experiment.name) {
            if !comparisons.contains(&used) {
                comparisons.push(used);
            }
        }
    }
    Ok(Shown {
        name: id.to_owned(),
        experiment: false,
        title: None,
        description: None,
        extends: None,
        study: None,
        other_studies: Vec::new(),
        changed: Vec::new(),
        state: run.entry.state,
        epochs: run.entry.epochs,
        snapshots: train.map_or_else(Vec::new, |train| train.snapshots.clone()),
        settings: settings.unwrap_or_default(),
        comparisons,
        annotations: run.entry.annotations.clone(),
        runs: vec![run],
    })
}

/// The settings of an experiment, whose seeds are said run by run.
fn without_seed(data: &DataSpec, model: &ModelSpec, train: &TrainSpec) -> BTreeMap<String, String> {
    let mut settings = written_settings(data, model, train);
    settings.remove("train.seed");
    settings
}

fn used_in(study: &CurrentStudy, experiment: &str) -> Vec<UsedIn> {
    let comparisons = study.study.comparisons.iter();
    let using = comparisons.filter(|comparison| {
        let mut entries = comparison.entries.iter();
        entries.any(|entry| entry.experiment == experiment)
    });
    let used = using.map(|comparison| UsedIn {
        study: study.study.name.clone(),
        comparison: comparison.name.clone(),
        title: comparison.title.clone(),
    });
    used.collect()
}

fn annotations(runs: &[ShownRun]) -> Annotations {
    let mut all = Annotations::default();
    for run in runs {
        all.extend(&run.entry.annotations);
    }
    all
}
