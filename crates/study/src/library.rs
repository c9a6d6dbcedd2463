//! All studies there are, as the experiment files have them now. No data set is touched.

use faceoff_config::Catalog;
use faceoff_plan::{Study, StudyExperiment, read_study};
use faceoff_record::Store;
use faceoff_report::Changed;
use faceoff_spec::Experiment;

use crate::current;
use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;
use crate::scaled::Scaled;

/// All studies there are, and the experiment files.
pub(crate) struct Library {
    pub(crate) store: Store,
    /// `None` where there is no folder of experiments, or none of its files can be used.
    pub(crate) catalog: Option<Catalog>,
    /// By name.
    pub(crate) studies: Vec<CurrentStudy>,
}

/// A study as the experiment files have it now.
pub(crate) struct CurrentStudy {
    pub(crate) study: Study,
    /// Experiments whose files say something else than what was trained.
    pub(crate) changed: Vec<Changed>,
}

impl Library {
    /// Reads experiment files and studies. The observer is warned of what cannot be read, which is left
    /// out.
    ///
    /// # Errors
    /// Where there is neither a folder of experiments nor one of results; a folder that cannot be read.
    pub(crate) fn open(folders: &Folders, observer: &dyn Observer) -> Result<Self, Error> {
        let store = folders.store();
        if !folders.experiments.is_dir() && !store.root().is_dir() {
            return Err(Error::NoExperiments {
                folder: folders.experiments.clone(),
            });
        }
        let catalog = catalog(folders, observer)?;
        let mut studies = Vec::new();
        for name in store.studies()? {
            match read_study(&store, &name) {
                Ok(study) => studies.push(CurrentStudy::new(study, catalog.as_ref())),
                // What another version wrote is no reason to show nothing.
                Err(error) => observer.warning(&error.to_string()),
            }
        }
        Ok(Self {
            store,
            catalog,
            studies,
        })
    }

    /// The study called `name`.
    ///
    /// # Errors
    /// Where there is none, with a suggestion.
    pub(crate) fn study(&self, name: &str) -> Result<&CurrentStudy, Error> {
        let found = self.studies.iter().find(|each| each.study.name == name);
        found.ok_or_else(|| match self.studies.is_empty() {
            true => crate::report::no_studies(&self.store),
            false => Error::Config(faceoff_config::Error::Unknown {
                what: "study",
                name: name.to_owned(),
                known: self.names_of_studies(),
            }),
        })
    }

    /// The names of all experiments, of files and of studies, each once.
    pub(crate) fn names(&self) -> Vec<String> {
        let files = self.catalog.iter().flat_map(|all| &all.experiments);
        let studies = self.studies.iter().flat_map(|each| &each.study.experiments);
        let studies = studies.map(|each| &each.experiment);
        let mut names: Vec<String> = files.chain(studies).map(|each| each.name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The experiment of a file, before any scale.
    pub(crate) fn file(&self, name: &str) -> Option<&Experiment> {
        let mut files = self.catalog.iter().flat_map(|all| &all.experiments);
        files.find(|each| each.name == name)
    }

    /// Every experiment of a study that run `id` belongs to, with that study.
    pub(crate) fn experiments_of<'a>(
        &'a self,
        id: &str,
    ) -> Vec<(&'a CurrentStudy, &'a StudyExperiment)> {
        let all = self.studies.iter().flat_map(|each| {
            let experiments = each.study.experiments.iter();
            experiments.map(move |experiment| (each, experiment))
        });
        all.filter(|(_, experiment)| experiment.runs.iter().any(|run| run == id))
            .collect()
    }

    fn names_of_studies(&self) -> Vec<String> {
        let all = self.studies.iter();
        all.map(|each| each.study.name.clone()).collect()
    }
}

impl CurrentStudy {
    fn new(mut study: Study, catalog: Option<&Catalog>) -> Self {
        let Some(catalog) = catalog else {
            let changed = Vec::new();
            return Self { study, changed };
        };
        let files = Scaled::new(catalog, &study.scale);
        current::update(&mut study, &files);
        let changed = current::changed(&study, &files);
        // What was never trained in this study is in it all the same: its file asks for it.
        for new in &files.experiments {
            let mut known = study.experiments.iter();
            if !known.any(|each| each.experiment.name == new.name) {
                let (experiment, runs) = (new.clone(), Vec::new());
                study.experiments.push(StudyExperiment { experiment, runs });
            }
        }
        Self { study, changed }
    }

    /// The experiment called `name`.
    pub(crate) fn experiment(&self, name: &str) -> Option<&StudyExperiment> {
        let mut experiments = self.study.experiments.iter();
        experiments.find(|each| each.experiment.name == name)
    }

    /// What the file of the experiment called `name` says otherwise than what was trained.
    pub(crate) fn changes_of(&self, name: &str) -> Vec<String> {
        let mut changed = self.changed.iter();
        let found = changed.find(|each| each.experiment == name);
        found.map_or_else(Vec::new, |each| each.fields.clone())
    }

    /// After how many epochs the networks of an experiment are looked at: by its file and by the
    /// comparisons of the study; sorted, its end the last.
    pub(crate) fn kept(&self, experiment: &Experiment) -> Vec<usize> {
        let entries = self.study.comparisons.iter().flat_map(|each| &each.entries);
        let compared = entries
            .filter(|entry| entry.experiment == experiment.name)
            .map(|entry| entry.epoch);
        let train = &experiment.train;
        let own = train.snapshots.iter().copied().chain([train.epochs]);
        let mut kept: Vec<usize> = compared.chain(own).collect();
        kept.retain(|epochs| *epochs <= train.epochs);
        kept.sort_unstable();
        kept.dedup();
        kept
    }
}

fn catalog(folders: &Folders, observer: &dyn Observer) -> Result<Option<Catalog>, Error> {
    use faceoff_config::Error::{Empty, Mistakes};

    if !folders.experiments.is_dir() {
        return Ok(None);
    }
    match folders.catalog(&[], observer) {
        Ok(catalog) => Ok(Some(catalog)),
        // Results are shown whatever the files say by now.
        Err(error @ Error::Config(Mistakes(_) | Empty { .. })) => {
            observer.warning(&error.to_string());
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
