//! What is meant by the name of an experiment, or by the beginning of a run's id.

use faceoff_spec::Experiment;

use crate::error::Error;
use crate::library::{CurrentStudy, Library};

/// What a name stands for.
#[derive(Clone, Copy)]
pub(crate) enum Found<'a> {
    /// An experiment.
    Experiment(FoundExperiment<'a>),
    /// A run, by its whole id.
    Run(&'a str),
}

/// An experiment as one study has it.
#[derive(Clone, Copy)]
pub(crate) struct FoundExperiment<'a> {
    /// `None` where no study has it, and its file is all there is.
    pub(crate) study: Option<&'a CurrentStudy>,
    pub(crate) experiment: &'a Experiment,
    /// The ids of its runs.
    pub(crate) runs: &'a [String],
}

impl Library {
    /// What `name` stands for: an experiment once for each study that has it, the one with the most
    /// evidence first, or a run, whose id may be abbreviated. Of `study` alone where one is named.
    /// `runs` are the ids of all runs.
    ///
    /// # Errors
    /// A name that stands for nothing, with a suggestion; an abbreviation of several runs; a study
    /// that is not there.
    pub(crate) fn find<'a>(
        &'a self,
        name: &str,
        study: Option<&str>,
        runs: &'a [String],
    ) -> Result<Vec<Found<'a>>, Error> {
        let experiments = self.experiments_called(name, study)?;
        if !experiments.is_empty() {
            let found = experiments.into_iter().map(Found::Experiment);
            return Ok(found.collect());
        }
        let meant: Vec<&String> = runs.iter().filter(|id| id.starts_with(name)).collect();
        match meant.as_slice() {
            [only] if !name.is_empty() => Ok(vec![Found::Run(only)]),
            [_, _, ..] if !name.is_empty() => Err(Error::SeveralRuns {
                name: name.to_owned(),
                ids: meant.into_iter().cloned().collect(),
            }),
            _ => Err(Error::Config(faceoff_config::Error::Unknown {
                what: "experiment or run",
                name: name.to_owned(),
                known: self.names(),
            })),
        }
    }

    fn experiments_called(
        &self,
        name: &str,
        study: Option<&str>,
    ) -> Result<Vec<FoundExperiment<'_>>, Error> {
        let studies: Vec<&CurrentStudy> = match study {
            Some(study) => vec![self.study(study)?],
            None => self.studies.iter().collect(),
        };
        let found = studies.into_iter().filter_map(|study| {
            let each = study.experiment(name)?;
            Some(FoundExperiment {
                study: Some(study),
                experiment: &each.experiment,
                runs: &each.runs,
            })
        });
        let mut found: Vec<_> = found.collect();
        // Of equals the first by name.
        found.sort_by_cached_key(|each| std::cmp::Reverse(self.evidence(each)));
        if found.is_empty() {
            let file = self
                .file(name)
                .into_iter()
                .map(|experiment| FoundExperiment {
                    study: None,
                    experiment,
                    runs: &[],
                });
            found.extend(file);
        }
        Ok(found)
    }

    /// Seeds that have begun, test images, epochs and image size, as `compare` weighs them.
    fn evidence(&self, each: &FoundExperiment<'_>) -> (usize, usize, usize, usize) {
        let has_record = |id: &&String| self.store.run_folder(id).join("run.json").is_file();
        let begun = each.runs.iter().filter(has_record).count();
        let images = each.study.map_or(0, |study| study.study.data.test_images);
        let (train, data) = (&each.experiment.train, &each.experiment.data);
        (begun, images, train.epochs, data.input_size)
    }
}
