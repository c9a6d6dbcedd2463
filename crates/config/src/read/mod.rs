//! From files to checked types. A file's tree is laid over what it extends and over the
//! defaults, then read field by field; every mistake is noted with the place it was made at.

mod ad_hoc;
mod comparison;
mod entries;
mod experiment;
mod extends;
mod file;
mod model;
mod overlay;
mod scale;
mod train;

use std::sync::Arc;

use crate::mistake::{Mistake, Source};
use crate::{Catalog, Mistakes};
use comparison::comparison;
use experiment::experiment;
use file::{File, doubles};
use scale::scale;

/// An experiment's file and what came of it: nothing where it has mistakes.
struct Known<'a> {
    file: &'a File,
    experiment: Option<crate::Experiment>,
}

/// Reads experiments, comparisons and scales that belong together.
pub(crate) fn catalog(
    experiments: Vec<Arc<Source>>,
    comparisons: Vec<Arc<Source>>,
    scales: Vec<Arc<Source>>,
) -> Result<Catalog, Mistakes> {
    let mut mistakes = Vec::new();
    let experiments = open(experiments, "experiment", &mut mistakes);
    let comparisons = open(comparisons, "comparison", &mut mistakes);
    let scales = open(scales, "scale", &mut mistakes);

    let (families, family_mistakes) = extends::families(&experiments);
    mistakes.extend(family_mistakes);
    let mut known = Vec::new();
    for (file, family) in experiments.iter().zip(&families) {
        let (experiment, its) = experiment(file, family.as_ref());
        known.push(Known { file, experiment });
        mistakes.extend(its);
    }
    let comparisons = gather(&comparisons, |file| comparison(file, &known), &mut mistakes);
    let scales = gather(&scales, |file| scale(file, &known), &mut mistakes);
    match Mistakes::new(mistakes) {
        Some(mistakes) => Err(mistakes),
        None => Ok(Catalog {
            experiments: by_name(known.into_iter().filter_map(|k| k.experiment), |e| &e.name),
            comparisons: {
                let mut sorted = by_name(comparisons, |c| &c.name);
                sorted.sort_by_key(|comparison| comparison.order);
                sorted
            },
            scales: by_name(scales, |s| &s.name),
        }),
    }
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

fn gather<T>(
    files: &[File],
    read: impl Fn(&File) -> (Option<T>, Vec<Mistake>),
    mistakes: &mut Vec<Mistake>,
) -> Vec<T> {
    let mut all = Vec::new();
    // A file that is not TOML is not read further: what is missing in it may be lost, not unsaid.
    for file in files.iter().filter(|file| file.readable) {
        let (one, its) = read(file);
        all.extend(one);
        mistakes.extend(its);
    }
    all
}

fn by_name<T>(all: impl IntoIterator<Item = T>, name: impl Fn(&T) -> &String) -> Vec<T> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort_by(|a, b| name(a).cmp(name(b)));
    all
}
