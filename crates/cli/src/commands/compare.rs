//! `faceoff compare`: any experiments that have records, without a comparison file.

use std::path::Path;

use faceoff_config::{Comparison, Experiment};
use faceoff_plan::ad_hoc_comparison;
use faceoff_record::{Store, Study, StudyExperiment};
use faceoff_report::StudyData;

use crate::args::Common;
use crate::commands::report::faces_of;
use crate::error::Error;
use crate::output;
use crate::pictures::Pictures;

pub(crate) fn run(
    common: &Common,
    names: &[String],
    study: Option<&str>,
    data: Option<&Path>,
) -> Result<(), Error> {
    let store = Store::new(&common.results);
    let study = pick(&store, study)?;
    let mut comparison = comparison(&study, names)?;
    for note in where_kept(&store, &study, names, &mut comparison)? {
        if !common.quiet {
            output::say(&format!("note: {note}"));
        }
    }
    let source = faces_of(common, &study, data)?;
    let pictures = Pictures::of(source.as_ref().map(|source| &source.faces));
    let folder = store
        .study_folder(&study.name)
        .join("compare")
        .join(&comparison.name);
    let data = StudyData::read(&store, study)?;
    let crop = |sample: &_, size| pictures.crop(sample, size);
    let written = faceoff_report::write_one(&data, &comparison, &crop, &folder)?;
    let text = faceoff_report::text_table(&data, &comparison);
    let value = faceoff_report::summary_json(&data, &comparison);
    output::result(
        common,
        &format!("{text}\n{}", written.page.display()),
        &value,
    )
}

/// The study called `name`, or the only one there is.
fn pick(store: &Store, name: Option<&str>) -> Result<Study, Error> {
    if let Some(name) = name {
        return Ok(store.study(name)?);
    }
    match store.studies()?.as_slice() {
        [only] => Ok(store.study(only)?),
        [] => Err(Error::Usage(format!(
            "no studies in {}; `faceoff reproduce` makes the first",
            store.root().display()
        ))),
        several => Err(Error::Usage(format!(
            "there are several studies: say which with --study {}",
            several.join(" or --study ")
        ))),
    }
}

/// `names` beside each other; `name@EPOCH` compares after that many epochs.
fn comparison(study: &Study, names: &[String]) -> Result<Comparison, Error> {
    let mut asked: Vec<(&Experiment, Option<usize>)> = Vec::new();
    for name in names {
        let (plain, epoch) = match name.split_once('@') {
            None => (name.as_str(), None),
            Some((plain, digits)) => {
                let epoch = digits.parse::<usize>().ok().filter(|epoch| *epoch > 0);
                let wrong = || {
                    Error::Usage(format!(
                        "`{name}`: expected a number of epochs behind the @"
                    ))
                };
                (plain, Some(epoch.ok_or_else(wrong)?))
            }
        };
        let found = named(study, plain).ok_or_else(|| unknown(study, plain))?;
        let experiment = &found.experiment;
        asked.push((experiment, epoch));
    }
    tell_apart(study, &mut asked);
    let comparison = ad_hoc_comparison(&asked);
    match comparison.entries.as_slice() {
        [only] if names.len() > 1 => Err(Error::Usage(format!(
            "only `{}` after {} epochs is named: say another epoch, as in `{0}@EPOCH`",
            only.experiment, only.epoch
        ))),
        _ => Ok(comparison),
    }
}

/// `base base@140` are two epochs also where the base ends after 140: the one that does not say
/// is then compared where the whole study is, after as many epochs as its shortest experiment.
fn tell_apart(study: &Study, asked: &mut [(&Experiment, Option<usize>)]) {
    let epochs = study.experiments.iter().map(|e| e.experiment.train.epochs);
    let shortest = epochs.min().unwrap_or_default();
    let said = asked.to_vec();
    for (experiment, epoch) in asked.iter_mut().filter(|(_, epoch)| epoch.is_none()) {
        let end = Some(experiment.train.epochs);
        let ends_too = |(other, at): &(&Experiment, Option<usize>)| {
            other.name == experiment.name && *at == end
        };
        if said.iter().any(ends_too) {
            *epoch = Some(shortest);
        }
    }
}

/// Where no epoch is said and no network was kept up to the common one, the first that was kept is
/// compared. Says so.
fn where_kept(
    store: &Store,
    study: &Study,
    names: &[String],
    comparison: &mut Comparison,
) -> Result<Vec<String>, Error> {
    let mut notes = Vec::new();
    for entry in &mut comparison.entries {
        if !names.contains(&entry.experiment) {
            continue;
        }
        let Some(id) = named(study, &entry.experiment).and_then(|each| each.runs.first()) else {
            continue;
        };
        let kept = store.run(id)?.map(|run| run.snapshots).unwrap_or_default();
        let first = kept.iter().map(|snapshot| snapshot.epochs).min();
        if let Some(first) = first.filter(|first| *first > entry.epoch) {
            notes.push(format!(
                "no network of `{}` was kept after {} epochs or fewer: it is compared after {first}",
                entry.experiment, entry.epoch
            ));
            entry.epoch = first;
        }
    }
    Ok(notes)
}

fn named<'a>(study: &'a Study, name: &str) -> Option<&'a StudyExperiment> {
    let mut experiments = study.experiments.iter();
    experiments.find(|each| each.experiment.name == name)
}

fn unknown(study: &Study, name: &str) -> Error {
    let known: Vec<_> = study
        .experiments
        .iter()
        .map(|e| e.experiment.name.as_str())
        .collect();
    Error::Usage(format!(
        "no experiment is called `{name}` in the study {}; there are {}",
        study.name,
        known.join(", ")
    ))
}
