//! `faceoff compare`: any experiments that have records, without a comparison file.

use std::collections::BTreeMap;
use std::path::Path;

use faceoff_plan::{Study, StudyExperiment};
use faceoff_plan::{ad_hoc_comparison, read_run, read_study};
use faceoff_record::Store;
use faceoff_report::StudyData;
use faceoff_spec::{Comparison, Experiment};

use crate::args::Common;
use crate::commands::report::{self, faces_of};
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
    let mut notes = Vec::new();
    let study = pick(&store, study, names, &mut notes)?;
    let mut comparison = comparison(&study, names)?;
    settle(&store, &study, names, &mut comparison, &mut notes)?;
    if !common.quiet {
        for note in notes {
            output::say(&format!("note: {note}"));
        }
    }
    let source = faces_of(common, &store, &study, data)?;
    let pictures = Pictures::of(source.as_ref().map(|source| &source.faces));
    let folder = store
        .study_folder(&study.name)
        .join("compare")
        .join(folder_name(names));
    let data = StudyData::read(&store, study)?;
    // First what was asked for: the page may not find room.
    let text = faceoff_report::text_table(&data, &comparison, output::width());
    let value = faceoff_report::summary_json(&data, &comparison);
    output::result(common, &text, &value)?;
    let crop = |run: &_, sample: &_| pictures.crop(run, sample);
    let written = faceoff_report::write_one(&data, &comparison, &crop, &folder)?;
    match common.json {
        true => Ok(()),
        false => report::say_page(common, &written.page),
    }
}

/// What was asked for, as far as file systems take it.
fn folder_name(names: &[String]) -> String {
    const MOST: usize = 150;
    let name = names.join("-and-");
    match name.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}-and-more", &name[..end]),
        None => name,
    }
}

/// The study called `name`. Without a name, of those with records of all that is compared the one
/// written last.
fn pick(
    store: &Store,
    name: Option<&str>,
    compared: &[String],
    notes: &mut Vec<String>,
) -> Result<Study, Error> {
    if let Some(name) = name {
        return read_study(store, name).map_err(Error::asked);
    }
    let names = store.studies()?;
    let [first, more @ ..] = names.as_slice() else {
        return Err(Error::no_studies(store));
    };
    if more.is_empty() {
        return Ok(read_study(store, first)?);
    }
    let mut having = Vec::new();
    for name in &names {
        // What another version wrote is no reason to stop where others can be read.
        let Ok(study) = read_study(store, name) else {
            continue;
        };
        let recorded = |name: &String| {
            let (plain, _) = name.split_once('@').unwrap_or((name, ""));
            named(&study, plain).is_some_and(|each| !kept(store, each).is_empty())
        };
        if compared.iter().all(recorded) {
            let file = store.study_folder(name).join("study.json");
            let written = file.metadata().and_then(|file| file.modified()).ok();
            having.push((written, study));
        }
    }
    having.sort_by_key(|(written, _)| *written);
    let several = having.len() > 1;
    match having.pop() {
        Some((_, study)) => {
            if several {
                let name = &study.name;
                notes.push(format!("in the study {name}; --study names another"));
            }
            Ok(study)
        }
        None => Err(Error::Usage(format!(
            "no study has records of all of {}; there are {}, and --study says which one is meant",
            compared.join(", "),
            names.join(", ")
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

/// Sets every entry to epochs after which its network was kept. Where none is said and none was
/// kept after the common ones, the last before them is taken, or else the first; says so.
fn settle(
    store: &Store,
    study: &Study,
    names: &[String],
    comparison: &mut Comparison,
    notes: &mut Vec<String>,
) -> Result<(), Error> {
    for entry in &mut comparison.entries {
        let (name, epoch) = (&entry.experiment, entry.epoch);
        let Some(each) = named(study, name) else {
            continue;
        };
        let kept = kept(store, each);
        let (Some(first), false) = (kept.keys().next(), kept.contains_key(&epoch)) else {
            if kept.is_empty() {
                return Err(Error::Usage(format!(
                    "`{name}` is not trained yet in the study {}: `faceoff run {name}` does that",
                    study.name
                )));
            }
            continue;
        };
        if names.contains(&format!("{name}@{epoch}")) {
            let kept: Vec<_> = kept.keys().map(usize::to_string).collect();
            return Err(Error::Usage(format!(
                "no network of `{name}` was kept after {epoch} epochs, but after {}; `snapshots = \
                 [{epoch}]` in its file keeps one",
                kept.join(", ")
            )));
        }
        let last_before = kept.range(..epoch).next_back();
        entry.epoch = *last_before.map_or(first, |(epochs, _)| epochs);
        notes.push(format!(
            "no network of `{name}` was kept after {epoch} epochs: it is compared after {}",
            entry.epoch
        ));
    }
    for entry in &comparison.entries {
        let Some(each) = named(study, &entry.experiment) else {
            continue;
        };
        let (seeds, of) = (
            kept(store, each).get(&entry.epoch).copied(),
            each.runs.len(),
        );
        if let Some(seeds) = seeds.filter(|seeds| *seeds < of) {
            notes.push(format!(
                "of `{}`, {seeds} of {of} seeds have a network after {} epochs",
                entry.experiment, entry.epoch
            ));
        }
    }
    Ok(())
}

/// After how many epochs networks of an experiment were kept, each with how many of its seeds.
fn kept(store: &Store, experiment: &StudyExperiment) -> BTreeMap<usize, usize> {
    let mut kept = BTreeMap::new();
    for id in &experiment.runs {
        // A record that cannot be read has none; the report says so.
        let record = read_run(store, id).ok().flatten();
        for snapshot in record.iter().flat_map(|record| &record.snapshots) {
            *kept.entry(snapshot.epochs).or_default() += 1;
        }
    }
    kept
}

fn named<'a>(study: &'a Study, name: &str) -> Option<&'a StudyExperiment> {
    let mut experiments = study.experiments.iter();
    experiments.find(|each| each.experiment.name == name)
}

fn unknown(study: &Study, name: &str) -> Error {
    let experiments = study.experiments.iter();
    Error::Config(faceoff_config::Error::Unknown {
        what: "experiment of this study",
        name: name.to_owned(),
        known: experiments.map(|e| e.experiment.name.clone()).collect(),
    })
}
