//! From files to checked types. A file's tree is laid over what it extends and over the
//! defaults, then read field by field; every mistake is noted with the place it was made at.

mod extends;
mod file;

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

/// Reads experiments, comparisons and scales that belong together.
pub(crate) fn contents(
    experiments: Vec<Arc<Source>>,
    comparisons: Vec<Arc<Source>>,
    scales: Vec<Arc<Source>>,
) -> Result<Contents, Mistakes> {
    let mut mistakes = Vec::new();
    let files = open(experiments, "experiment", &mut mistakes);
    let comparisons = open(comparisons, "comparison", &mut mistakes);
    let scales = open(scales, "scale", &mut mistakes);

    let (families, family_mistakes) = extends::families(&files);
    mistakes.extend(family_mistakes);
    let mut experiments = Vec::new();
    for (file, family) in files.iter().zip(&families) {
        let (experiment, its) = experiment(file, family.as_ref());
        experiments.push(experiment);
        mistakes.extend(its);
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
    let comparisons = read_all(
        &comparisons,
        Comparison::FIELDS,
        &known,
        Comparison::read,
        &mut mistakes,
    );
    let scales = read_all(&scales, Scale::FIELDS, &known, Scale::read, &mut mistakes);
    match Mistakes::new(mistakes) {
        Some(mistakes) => Err(mistakes),
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
    mistakes: &mut Vec<Mistake>,
) -> Vec<T> {
    let mut values = Vec::new();
    // A file that is not TOML is not read further: what is missing in it may be lost, not unsaid.
    for file in files.iter().filter(|file| file.readable) {
        let line = std::slice::from_ref(&file.source);
        let (value, its) = Document::new(&file.table, line, fields, known).read(read);
        values.extend(value);
        mistakes.extend(its);
    }
    values
}

fn open(sources: Vec<Arc<Source>>, what: &str, mistakes: &mut Vec<Mistake>) -> Vec<File> {
    let mut files = Vec::new();
    for source in sources {
        let (file, its) = File::open(source, what);
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
