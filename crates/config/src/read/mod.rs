//! From files to checked types. A file's tree is laid over what it extends and over the
//! defaults, then read field by field; every mistake is noted with the place it was made at.

mod extends;
mod file;

use std::path::PathBuf;
use std::sync::Arc;

use faceoff_spec::{Comparison, Experiment, Field, KnownExperiment, Reader, Scale};

use crate::toml::{Document, Mistake, Mistakes, Source};
use extends::Family;
use file::{File, doubles};

/// What files hold that belong together.
pub(crate) struct Contents {
    /// By name.
    pub(crate) experiments: Vec<Experiment>,
    /// By their order, then by name.
    pub(crate) comparisons: Vec<Comparison>,
    /// By name.
    pub(crate) scales: Vec<Scale>,
}

/// Why files cannot be used.
pub(crate) struct Flaws {
    pub(crate) mistakes: Mistakes,
    /// The files that cannot be used: a mistake may be seen in another, which they extend.
    pub(crate) files: Vec<PathBuf>,
}

/// Reads experiments, comparisons and scales that belong together.
pub(crate) fn contents(
    experiments: &[Arc<Source>],
    comparisons: &[Arc<Source>],
    scales: &[Arc<Source>],
) -> Result<Contents, Flaws> {
    let mut mistakes = Vec::new();
    let files = open(experiments, "experiment", &mut mistakes);
    let comparisons = open(comparisons, "comparison", &mut mistakes);
    let scales = open(scales, "scale", &mut mistakes);

    let (families, family_mistakes) = extends::families(&files);
    mistakes.extend(family_mistakes);
    let mut broken: Vec<PathBuf> = mistakes.iter().flat_map(Mistake::files).collect();
    let mut experiments = Vec::new();
    for (file, family) in files.iter().zip(&families) {
        let (experiment, its) = experiment(file, family.as_ref());
        experiments.push(experiment);
        note(file, its, &mut mistakes, &mut broken);
    }
    let known = files.iter().zip(&experiments);
    let known: Vec<_> = known
        .map(|(file, experiment)| KnownExperiment {
            name: &file.name.value,
            file: file.source.path.display().to_string(),
            epochs: experiment.as_ref().map(|e| e.train.epochs),
            blocks: experiment.as_ref().map(|e| e.model.conv.len()),
        })
        .collect();
    let mut note = |file: &File, its| note(file, its, &mut mistakes, &mut broken);
    let comparisons = read_all(
        &comparisons,
        Comparison::FIELDS,
        &known,
        Comparison::read,
        &mut note,
    );
    let scales = read_all(&scales, Scale::FIELDS, &known, Scale::read, &mut note);
    match Mistakes::new(mistakes) {
        Some(mistakes) => Err(Flaws {
            mistakes,
            files: broken,
        }),
        None => Ok(Contents {
            experiments: by_name(experiments.into_iter().flatten(), |e| &e.name),
            comparisons: {
                let mut sorted = by_name(comparisons, |c| &c.name);
                sorted.sort_by_key(|comparison| comparison.order);
                sorted
            },
            scales: by_name(scales, |s| &s.name),
        }),
    }
}

/// Notes the mistakes found in reading `file`, which cannot be used if there are any.
fn note(file: &File, its: Vec<Mistake>, mistakes: &mut Vec<Mistake>, broken: &mut Vec<PathBuf>) {
    if !its.is_empty() {
        broken.push(file.source.path.clone());
    }
    mistakes.extend(its);
}

/// Reads an experiment from its `family`: its fields laid over all that it extends. Without one,
/// only its own fields are looked at.
fn experiment(file: &File, family: Option<&Family>) -> (Option<Experiment>, Vec<Mistake>) {
    if !file.readable {
        return (None, Vec::new());
    }
    let fields = Experiment::FIELDS;
    match family {
        Some(Family { table, line }) => {
            Document::new(table, line, fields, &[]).read(Experiment::read)
        }
        None => {
            let alone = std::slice::from_ref(&file.source);
            Document::partial(&file.table, alone, fields).read(Experiment::read)
        }
    }
}

/// Reads files that can name the experiments that are `known`.
fn read_all<T>(
    files: &[File],
    fields: &'static [Field],
    known: &[KnownExperiment<'_>],
    read: fn(&dyn Reader) -> Option<T>,
    note: &mut dyn FnMut(&File, Vec<Mistake>),
) -> Vec<T> {
    let mut values = Vec::new();
    // A file that is not TOML is not read further: what is missing in it may be lost, not unsaid.
    for file in files.iter().filter(|file| file.readable) {
        let line = std::slice::from_ref(&file.source);
        let (value, its) = Document::new(&file.table, line, fields, known).read(read);
        values.extend(value);
        note(file, its);
    }
    values
}

/// What a file calls itself, or is called by its file name.
pub(crate) fn name(source: &Arc<Source>) -> String {
    File::open(Arc::clone(source), "file").0.name.value
}

fn open(sources: &[Arc<Source>], what: &str, mistakes: &mut Vec<Mistake>) -> Vec<File> {
    let mut files = Vec::new();
    for source in sources {
        let (file, its) = File::open(Arc::clone(source), what);
        files.push(file);
        mistakes.extend(its);
    }
    mistakes.extend(doubles(&files, what));
    files
}

fn by_name<T>(all: impl IntoIterator<Item = T>, name: impl Fn(&T) -> &String) -> Vec<T> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort_by(|a, b| name(a).cmp(name(b)));
    all
}
