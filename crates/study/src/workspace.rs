//! What every command that trains begins with: experiments at a scale, the data that they are
//! trained on, and the plan that they come to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use faceoff_config::Catalog;
use faceoff_data::FaceSet;
use faceoff_plan::{Plan, PlannedRun, Present, plan, read_run};
use faceoff_record::Store;
use faceoff_spec::{DataSpec, Experiment, RunSpec, Skip};

use crate::data_set::DataSet;
use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;
use crate::planned_set::PlannedSet;
use crate::scaled::Scaled;
use crate::selection;

/// On what data a study is done, at which scale, and how often.
#[derive(Clone, Debug)]
pub struct StudyOptions {
    /// Folder of the data set; the tool's own drawn faces without one.
    pub data: Option<PathBuf>,
    /// Name of the scale.
    pub scale: String,
    /// How many times each experiment is trained, where that is not left to its file.
    pub seeds: Option<usize>,
}

/// A study that is ready to be planned; with its images in memory, to be trained.
#[derive(Debug)]
pub(crate) struct Workspace<Set = DataSet> {
    pub(crate) store: Store,
    /// What the files ask for, before any scale.
    pub(crate) catalog: Catalog,
    pub(crate) scaled: Scaled,
    /// All runs of the study.
    pub(crate) plan: Plan,
    /// Names of the experiments that the command is about.
    pub(crate) selected: Vec<String>,
    /// The data set that the study is done on, as most of its experiments read it.
    pub(crate) main: Set,
    main_skip: Skip,
    /// Data sets that experiments name themselves, by that name, and what they leave out; the study's
    /// own without a name, where an experiment reads it in the other way.
    others: BTreeMap<(Option<String>, bool), Set>,
}

impl<Set: PlannedSet> Workspace<Set> {
    /// Reads experiments and data, each set by `read`, and plans the whole study. The command is
    /// about the experiments called `names` and what they extend, or about all without any.
    ///
    /// # Errors
    /// Mistakes in the files, names that stand for nothing, data that cannot be read. Mistakes and
    /// names are looked at before any data is read or drawn.
    pub(crate) fn planned(
        folders: &Folders,
        options: &StudyOptions,
        names: &[String],
        observer: &dyn Observer,
        read: impl Fn(Option<&Path>, Skip) -> Result<Set, Error>,
    ) -> Result<Self, Error> {
        let needed: Vec<&str> = names
            .iter()
            .chain([&options.scale])
            .map(String::as_str)
            .collect();
        let catalog = folders.catalog(&needed, observer)?;
        let mut scaled = Scaled::new(&catalog, catalog.scale(&options.scale)?);
        let selected = selection::selected(&scaled, names)?;
        if let Some(seeds) = options.seeds {
            let experiments = scaled.experiments.iter_mut();
            for experiment in experiments.filter(|each| selected.contains(&each.name)) {
                experiment.seeds = seeds;
            }
        }
        let main_skip = skip_of(scaled.experiments.iter());
        let main = read(options.data.as_deref(), main_skip)?;
        let mut others = BTreeMap::new();
        for data in scaled.experiments.iter().map(|each| &each.data) {
            let folder = match &data.set {
                None if data.skip == main_skip => continue,
                None => options.data.as_deref(),
                Some(name) => Some(Path::new(name)),
            };
            if let Entry::Vacant(place) = others.entry(key(data)) {
                place.insert(read(folder, data.skip)?);
            }
        }
        let mut workspace = Self {
            store: folders.store(),
            catalog,
            scaled,
            plan: Plan { runs: vec![] },
            selected,
            main,
            main_skip,
            others,
        };
        let Scaled {
            experiments,
            comparisons,
            ..
        } = &workspace.scaled;
        workspace.plan = plan(experiments, comparisons, |e| workspace.fingerprint(e));
        Ok(workspace)
    }

    /// The runs of the experiments called `names`, and of what each extends as long as they are
    /// compared with it; those of the whole study without any name.
    ///
    /// # Errors
    /// A name that stands for nothing, with a suggestion.
    pub(crate) fn runs_of(&self, names: &[String]) -> Result<Vec<PlannedRun>, Error> {
        if names.is_empty() {
            return Ok(self.plan.runs.clone());
        }
        let (experiments, comparisons) = selection::with_parents(&self.scaled, names)?;
        Ok(plan(&experiments, &comparisons, |e| self.fingerprint(e)).runs)
    }

    /// What the record of a run holds so far.
    pub(crate) fn present(&self, id: &str) -> Result<Option<Present>, Error> {
        let Some(record) = read_run(&self.store, id)? else {
            return Ok(None);
        };
        let done = self.store.metrics(id)?.len();
        let state = faceoff_train::epochs_behind_state(&self.store, id);
        Ok(Some(Present::new(&record, done, state)))
    }

    fn fingerprint(&self, experiment: &Experiment) -> String {
        let set = self.set(&experiment.data);
        set.fingerprint().to_owned()
    }

    /// All data sets.
    pub(crate) fn sets(&self) -> impl Iterator<Item = &Set> {
        std::iter::once(&self.main).chain(self.others.values())
    }

    /// The data set that `spec` names.
    pub(crate) fn set(&self, spec: &DataSpec) -> &Set {
        match spec.set {
            None if spec.skip == self.main_skip => &self.main,
            _ => self.others.get(&key(spec)).unwrap_or(&self.main),
        }
    }
}

impl Workspace {
    /// Reads experiments and data and plans the whole study; faces that are to be drawn are drawn
    /// now. The command is about the experiments called `names` and what they extend, or about all
    /// without any.
    ///
    /// # Errors
    /// Those of [`planned`](Self::planned).
    pub(crate) fn open(
        folders: &Folders,
        options: &StudyOptions,
        names: &[String],
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let read = |folder: Option<&Path>, skip| DataSet::open(folders, folder, skip, observer);
        Self::planned(folders, options, names, observer, read)
    }

    /// The data set a run is trained on, and the faces that it uses of it.
    pub(crate) fn data(&self, config: &RunSpec) -> Result<(&DataSet, FaceSet), Error> {
        let set = self.set(&config.data);
        Ok((set, set.faces.select(&config.data)?))
    }

    /// The faces of all data sets.
    pub(crate) fn face_sets(&self) -> impl Iterator<Item = &FaceSet> {
        self.sets().map(|set| &set.faces)
    }
}

/// What tells data sets apart that are read for experiments.
fn key(spec: &DataSpec) -> (Option<String>, bool) {
    (spec.set.clone(), spec.skip == Skip::Broken)
}

/// How the study's own data set is read: what is broken is left out where every experiment on it says
/// so.
pub(crate) fn skip_of<'a>(experiments: impl Iterator<Item = &'a Experiment>) -> Skip {
    let mut on_main = experiments
        .filter(|each| each.data.set.is_none())
        .peekable();
    let some = on_main.peek().is_some();
    match some && on_main.all(|each| each.data.skip == Skip::Broken) {
        true => Skip::Broken,
        false => Skip::Nothing,
    }
}
