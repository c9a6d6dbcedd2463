//! Everything a command works on: experiments at a scale, the data they are trained on, and the
//! plan they come to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use faceoff_config::Catalog;
use faceoff_data::FaceSet;
use faceoff_plan::{
    Plan, PlannedRun, Present, plan, read_run, read_study, scale_comparison, scale_experiment,
};
use faceoff_plan::{RunRecord, Study, StudyExperiment};
use faceoff_record::{DataDescription, DataKind, Error as RecordError, STUDY_FORMAT, Store};
use faceoff_spec::RunSpec;
use faceoff_spec::{Comparison, DataSpec, Experiment, Scale};

use crate::args::{Common, StudyArguments};
use crate::cautions;
use crate::error::Error;
use crate::progress::Counting;

/// The experiment files.
///
/// # Errors
/// Mistakes in them, and a folder that is not there.
pub(crate) fn catalog(common: &Common) -> Result<Catalog, Error> {
    let folder = &common.experiments;
    if !folder.is_dir() {
        return Err(Error::Usage(format!(
            "there is no folder {}; --experiments says where the experiment files are",
            folder.display()
        )));
    }
    Ok(Catalog::load(folder)?)
}

/// A data set with where it came from.
pub(crate) struct Source {
    pub(crate) faces: FaceSet,
    kind: DataKind,
    name: String,
}

impl Source {
    /// The data set in `folder`; drawn faces, drawn now if need be, without one.
    pub(crate) fn open(common: &Common, folder: Option<&Path>) -> Result<Self, Error> {
        let drawn;
        let folder = match folder {
            Some(folder) if !folder.is_dir() => {
                return Err(Error::Usage(format!(
                    "there is no folder {0}; `faceoff data fetch {0}` downloads the published \
                     data set into it",
                    folder.display()
                )));
            }
            Some(folder) => folder,
            None => {
                drawn = drawn_folder(common);
                draw_if_absent(common, &drawn)?;
                &drawn
            }
        };
        let bar = Counting::pictures(common, &format!("reading {}", folder.display()));
        let faces = FaceSet::open(folder, &common.cache, &|at| {
            bar.at(at.done as u64, at.of as u64)
        })?;
        bar.end();
        let (kind, name) = if drawn_by_us(folder)? {
            (DataKind::Drawn, "drawn faces".to_owned())
        } else {
            (DataKind::Folder, folder_name(folder))
        };
        Ok(Self { faces, kind, name })
    }

    /// The drawn faces that are already there; `None` where they are not.
    pub(crate) fn drawn_before(common: &Common) -> Result<Option<Self>, Error> {
        let folder = drawn_folder(common);
        if folder.is_dir() {
            Self::open(common, Some(&folder)).map(Some)
        } else {
            Ok(None)
        }
    }

    /// The set in words and numbers, as `faces` of it are used.
    pub(crate) fn describe(&self, faces: &FaceSet) -> DataDescription {
        let summary = faces.summary();
        DataDescription {
            kind: self.kind,
            name: self.name.clone(),
            train_images: summary.train_images,
            test_images: summary.test_images,
            train_people: summary.train_people,
            test_people: summary.test_people,
            shared_people: summary.shared_people,
            near_duplicates: Some(faces.near_duplicates()),
        }
    }
}

/// Draws the standard faces into `folder` unless they are there. The folder is the cache's: what
/// another version drew there is drawn anew.
fn draw_if_absent(common: &Common, folder: &Path) -> Result<(), Error> {
    let options = faceoff_synth::Options::default();
    if let Ok(Some(marker)) = faceoff_synth::marker(folder)
        && marker.options == options
    {
        return Ok(());
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|source| Error::Cache {
            path: folder.to_path_buf(),
            source,
        })?;
    }
    let bar = Counting::pictures(common, "drawing faces");
    faceoff_synth::write(folder, &options, &|at| bar.at(at.done as u64, at.of as u64))?;
    bar.end();
    Ok(())
}

fn drawn_folder(common: &Common) -> PathBuf {
    common.cache.join("drawn-faces")
}

fn drawn_by_us(folder: &Path) -> Result<bool, Error> {
    Ok(faceoff_synth::marker(folder)?.is_some())
}

fn folder_name(folder: &Path) -> String {
    let full = folder.canonicalize();
    let full = full.as_deref().unwrap_or(folder);
    full.file_name().map_or_else(
        || "data".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Experiments and comparisons at a scale, before any data is touched.
pub(crate) struct Scaled {
    pub(crate) scale: Scale,
    pub(crate) experiments: Vec<Experiment>,
    pub(crate) comparisons: Vec<Comparison>,
}

impl Scaled {
    /// All of `catalog` at the scale called `scale`, with a comparison for every experiment that
    /// no file compares.
    pub(crate) fn new(catalog: &Catalog, scale: &Scale) -> Self {
        let experiments = catalog
            .experiments
            .iter()
            .map(|each| scale_experiment(each, scale))
            .collect();
        let own = faceoff_plan::parent_comparisons(catalog);
        let comparisons = catalog
            .comparisons
            .iter()
            .chain(&own)
            .map(|each| scale_comparison(each, scale))
            .collect();
        Self {
            scale: scale.clone(),
            experiments,
            comparisons,
        }
    }
}

/// A study ready to be trained.
pub(crate) struct Workspace {
    pub(crate) store: Store,
    pub(crate) scaled: Scaled,
    pub(crate) plan: Plan,
    /// Names of the experiments that the command is about.
    about: Vec<String>,
    main: Source,
    /// Data sets that experiments name themselves, by that name.
    others: BTreeMap<String, Source>,
}

impl Workspace {
    /// Reads experiments and data and plans the whole study. The command is about the experiments
    /// called `names` and what they extend, or about all without any.
    pub(crate) fn open(
        common: &Common,
        arguments: &StudyArguments,
        names: &[String],
    ) -> Result<Self, Error> {
        let catalog = catalog(common)?;
        let mut scaled = Scaled::new(&catalog, catalog.scale(&arguments.scale)?);
        let about = about(&scaled.experiments, names);
        if let Some(seeds) = arguments.seeds {
            let experiments = scaled.experiments.iter_mut();
            for experiment in experiments.filter(|each| about.contains(&each.name)) {
                experiment.seeds = seeds.into();
            }
        }
        let main = Source::open(common, arguments.data.as_deref())?;
        let mut others = BTreeMap::new();
        for name in scaled
            .experiments
            .iter()
            .filter_map(|e| e.data.set.as_ref())
        {
            if !others.contains_key(name) {
                others.insert(name.clone(), Source::open(common, Some(Path::new(name)))?);
            }
        }
        let mut workspace = Self {
            store: Store::new(&common.results),
            scaled,
            plan: Plan { runs: vec![] },
            about,
            main,
            others,
        };
        let Scaled {
            experiments,
            comparisons,
            ..
        } = &workspace.scaled;
        workspace.plan = plan(experiments, comparisons, |e| workspace.fingerprint(e));
        let about = |run: &&PlannedRun| {
            let mut names = run.experiments.iter();
            names.any(|name| workspace.about.contains(name))
        };
        let about = workspace.plan.runs.iter().filter(about);
        cautions::warn(&workspace, &catalog, about);
        Ok(workspace)
    }

    /// The data set a run is trained on, and the faces it uses of it.
    pub(crate) fn data(&self, config: &RunSpec) -> Result<(&Source, FaceSet), Error> {
        self.split(&config.data)
    }

    /// The data set that `spec` names, and the faces that it asks for.
    pub(crate) fn split(&self, spec: &DataSpec) -> Result<(&Source, FaceSet), Error> {
        let source = self.source(spec.set.as_ref());
        Ok((source, source.faces.select(spec)?))
    }

    /// The data sets that pictures are of.
    pub(crate) fn faces(&self) -> impl Iterator<Item = &FaceSet> {
        let sources = std::iter::once(&self.main).chain(self.others.values());
        sources.map(|source| &source.faces)
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

    /// What `study.json` will say. That it says something of other pictures now is warned of.
    ///
    /// # Errors
    /// When what it says now cannot be read.
    pub(crate) fn study(&self) -> Result<Study, Error> {
        let earlier = self.earlier()?;
        if let Some(earlier) = earlier.as_ref().filter(|study| self.is_of_others(study)) {
            tracing::warn!(
                "the report in {} is of other pictures: of another data set of that name, or of \
                 this one before it was changed. It is made anew from these. The records of its \
                 runs are kept; --results with another folder keeps both reports",
                self.store.study_folder(&earlier.name).display()
            );
        }
        let experiments = self.scaled.experiments.iter().map(|experiment| {
            let runs = self.plan.runs_of(&experiment.name);
            let mut entry = StudyExperiment {
                experiment: experiment.clone(),
                runs: runs.iter().map(|run| run.id.clone()).collect(),
            };
            if !self.about.contains(&experiment.name) {
                keep_more_seeds(&mut entry, earlier.as_ref());
            }
            entry
        });
        Ok(Study {
            format: STUDY_FORMAT,
            name: self.name(),
            scale: self.scaled.scale.clone(),
            data: self.main.describe(&self.main.faces),
            experiments: experiments.collect(),
            comparisons: self.scaled.comparisons.clone(),
        })
    }

    /// What `study.json` says now, if there is one. An older version's is replaced.
    fn earlier(&self) -> Result<Option<Study>, Error> {
        match read_study(&self.store, &self.name()) {
            Ok(study) => Ok(Some(study)),
            Err(RecordError::Unknown { .. }) => Ok(None),
            Err(RecordError::Format {
                found, expected, ..
            }) if found < expected => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether `study` has records, and none of the pictures at hand.
    fn is_of_others(&self, study: &Study) -> bool {
        let experiments = study.experiments.iter();
        let on_main = experiments.filter(|each| each.experiment.data.set.is_none());
        trained_on_others(&self.store, on_main, &self.main.faces)
    }

    fn name(&self) -> String {
        let data = match self.main.kind {
            DataKind::Drawn => "drawn",
            DataKind::Folder => &self.main.name,
        };
        format!("{data}-{}", self.scaled.scale.name)
    }

    /// The runs of the experiments called `names`, and of what each extends: that as long as it is
    /// compared with them, no longer.
    ///
    /// # Errors
    /// A name that stands for nothing, with a suggestion.
    pub(crate) fn runs_of(&self, names: &[String]) -> Result<Vec<PlannedRun>, Error> {
        let mut asked: Vec<Experiment> = Vec::new();
        for name in names {
            asked.push(self.experiment(name)?.clone());
        }
        asked.extend(self.parents(&asked)?);
        // Comparisons among what is asked for; the others look at runs not trained now.
        let comparisons: Vec<Comparison> = self
            .scaled
            .comparisons
            .iter()
            .filter(|c| {
                c.entries
                    .iter()
                    .all(|e| asked.iter().any(|a| a.name == e.experiment))
            })
            .cloned()
            .collect();
        Ok(plan(&asked, &comparisons, |experiment| {
            self.fingerprint(experiment)
        })
        .runs)
    }

    /// What `asked` extend, as long as the longest of those that do so.
    fn parents(&self, asked: &[Experiment]) -> Result<Vec<Experiment>, Error> {
        let mut parents: Vec<Experiment> = Vec::new();
        let extends = |child: &&Experiment, parent: &str| child.extends.as_deref() == Some(parent);
        for name in asked.iter().filter_map(|child| child.extends.as_deref()) {
            let there = asked.iter().chain(&parents).any(|other| other.name == name);
            let children = asked.iter().filter(|child| extends(child, name));
            let Some(epochs) = children
                .map(|child| child.train.epochs)
                .max()
                .filter(|_| !there)
            else {
                continue;
            };
            let mut parent = self.experiment(name)?.clone();
            let train = &mut parent.train;
            train.epochs = train.epochs.min(epochs);
            train.snapshots.retain(|&epochs| epochs < train.epochs);
            parents.push(parent);
        }
        Ok(parents)
    }

    fn experiment(&self, name: &str) -> Result<&Experiment, Error> {
        let found = self.scaled.experiments.iter().find(|e| e.name == name);
        found.ok_or_else(|| {
            Error::Config(faceoff_config::Error::Unknown {
                what: "experiment",
                name: name.to_owned(),
                known: self
                    .scaled
                    .experiments
                    .iter()
                    .map(|e| e.name.clone())
                    .collect(),
            })
        })
    }

    fn fingerprint(&self, experiment: &Experiment) -> String {
        self.source(experiment.data.set.as_ref())
            .faces
            .fingerprint()
            .to_owned()
    }

    fn source(&self, set: Option<&String>) -> &Source {
        set.and_then(|name| self.others.get(name))
            .unwrap_or(&self.main)
    }
}

/// The experiments called `names` and what each extends; all without any.
fn about(experiments: &[Experiment], names: &[String]) -> Vec<String> {
    let all = || experiments.iter().map(|each| each.name.clone());
    if names.is_empty() {
        return all().collect();
    }
    let named = experiments.iter().filter(|each| names.contains(&each.name));
    let parents = named.filter_map(|each| each.extends.clone());
    names.iter().cloned().chain(parents).collect()
}

/// Whether `experiments` have records, and none of them of a run trained on `faces`.
pub(crate) fn trained_on_others<'a>(
    store: &Store,
    experiments: impl Iterator<Item = &'a StudyExperiment>,
    faces: &FaceSet,
) -> bool {
    let runs = experiments.flat_map(|each| &each.runs);
    let mut records = runs
        .filter_map(|id| read_run(store, id).ok().flatten())
        .peekable();
    let on_them = |record: RunRecord| record.config.data_fingerprint == faces.fingerprint();
    records.peek().is_some() && !records.any(on_them)
}

/// An experiment that a command is not about keeps the further seeds it was trained with.
fn keep_more_seeds(entry: &mut StudyExperiment, earlier: Option<&Study>) {
    let experiments = earlier.into_iter().flat_map(|study| &study.experiments);
    let mut before = experiments.filter(|each| each.experiment.name == entry.experiment.name);
    if let Some(before) = before.next()
        && before.runs.starts_with(&entry.runs)
    {
        entry.runs.clone_from(&before.runs);
        entry.experiment.seeds = entry.runs.len();
    }
}
