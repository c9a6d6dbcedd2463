//! One of the two.

use std::collections::{BTreeMap, BTreeSet};

use faceoff_report::written_settings;
use serde::Serialize;

use super::outcomes::Outcomes;
use crate::at_epoch::{at_epoch, check_kept};
use crate::error::Error;
use crate::find::{Found, FoundExperiment};
use crate::inventory::{Facts, RunState};
use crate::library::Library;

/// One of two experiments or runs that are held beside each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The experiment's name, or the run's id.
    pub name: String,
    /// The experiment's study; `None` for a run, or where no study has the experiment.
    pub study: Option<String>,
    /// How far it is.
    pub state: RunState,
    /// Epochs behind the networks that outcomes are of.
    pub epochs: usize,
    /// What it came to.
    pub outcomes: Outcomes,
    /// Settings as an experiment file names them.
    #[serde(skip)]
    pub(super) settings: BTreeMap<String, String>,
}

impl Side {
    /// What `typed` stands for: one side for each study that has it, the one with the most evidence
    /// first.
    ///
    /// # Errors
    /// A name that stands for nothing; epochs after which no network was kept.
    pub(super) fn find<'a>(
        library: &'a Library,
        typed: &str,
        study: Option<&str>,
        all: &'a [String],
    ) -> Result<(Vec<Found<'a>>, Option<usize>), Error> {
        let (name, epochs) = at_epoch(typed)?;
        Ok((library.find(name, study, all)?, epochs))
    }

    /// What was found, after `epochs` epochs or at its end.
    ///
    /// # Errors
    /// Epochs after which no network was kept.
    pub(super) fn new(
        library: &Library,
        found: &Found<'_>,
        epochs: Option<usize>,
    ) -> Result<Self, Error> {
        match found {
            Found::Experiment(each) => Self::of_experiment(library, each, epochs),
            Found::Run(id) => Self::of_run(library, id, epochs),
        }
    }

    fn of_experiment(
        library: &Library,
        each: &FoundExperiment<'_>,
        epochs: Option<usize>,
    ) -> Result<Self, Error> {
        let experiment = each.experiment;
        let runs = each.runs.iter().map(|id| Facts::read(&library.store, id));
        let runs: Vec<Facts> = runs.collect();
        let end = experiment.train.epochs;
        let epochs = checked(&experiment.name, &runs, epochs, end)?;
        let kept = each.study.map(|study| study.kept(experiment));
        let kept = kept.unwrap_or_default();
        let states = runs.iter().map(|facts| facts.state(&kept));
        let mut settings = written_settings(&experiment.data, &experiment.model, &experiment.train);
        settings.insert("train.epochs".to_owned(), end.to_string());
        Ok(Self {
            name: experiment.name.clone(),
            study: each.study.map(|study| study.study.name.clone()),
            state: states.min().unwrap_or(RunState::Pending),
            epochs,
            outcomes: Outcomes::of(&library.store, &runs, epochs),
            settings,
        })
    }

    fn of_run(library: &Library, id: &str, epochs: Option<usize>) -> Result<Self, Error> {
        let run = [Facts::read(&library.store, id)];
        let [facts] = &run;
        let end = facts.own_kept().last().copied().unwrap_or_default();
        let epochs = checked(id, &run, epochs, end)?;
        let config = facts.record.as_ref().map(|record| &record.config);
        let settings = config.map(|config| {
            let mut settings = written_settings(&config.data, &config.model, &config.train);
            settings.insert("train.epochs".to_owned(), end.to_string());
            settings
        });
        Ok(Self {
            name: id.to_owned(),
            study: None,
            state: facts.own_state(),
            epochs,
            settings: settings.unwrap_or_default(),
            outcomes: Outcomes::of(&library.store, &run, epochs),
        })
    }
}

/// The epochs that are asked for, once it is known that a network was kept then; where none are, the
/// end or else the last epochs before it after which one was kept.
fn checked(name: &str, runs: &[Facts], asked: Option<usize>, end: usize) -> Result<usize, Error> {
    let records = runs.iter().filter_map(|facts| facts.record.as_ref());
    let kept = records.flat_map(|record| record.snapshots.iter().map(|kept| kept.epochs));
    let kept: BTreeSet<usize> = kept.collect();
    if let Some(asked) = asked {
        let kept: Vec<usize> = kept.into_iter().collect();
        check_kept(name, asked, end, &kept)?;
        return Ok(asked);
    }
    Ok(kept.range(..=end).next_back().copied().unwrap_or(end))
}
