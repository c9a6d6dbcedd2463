//! The choice of the study whose records are compared.

use std::collections::BTreeSet;

use faceoff_config::Catalog;
use faceoff_plan::{Study, read_study};
use faceoff_report::Changed;

use super::kept::{begun, kept, named};
use crate::at_epoch::at_epoch;
use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;
use crate::report::{named_study, no_studies, with_current_files};

/// That all of `compared` are names of experiments: of a file, or `known` from a study.
///
/// # Errors
/// The first that is not, with a suggestion.
fn known_somewhere(
    folders: &Folders,
    compared: &[String],
    mut known: BTreeSet<String>,
) -> Result<(), Error> {
    if let Ok((catalog, _)) = Catalog::load_sound(&folders.experiments) {
        known.extend(catalog.experiments.into_iter().map(|each| each.name));
    }
    for typed in compared {
        let (name, _) = at_epoch(typed)?;
        if !known.contains(name) {
            return Err(Error::Config(faceoff_config::Error::Unknown {
                what: "experiment",
                name: name.to_owned(),
                known: known.into_iter().collect(),
            }));
        }
    }
    Ok(())
}

/// The study called `name`, as it is now, with what has changed since it was trained. Without a
/// name, of those with records of all that is compared the one with the most evidence.
pub(crate) fn choose(
    folders: &Folders,
    name: Option<&str>,
    compared: &[String],
    notes: &mut Vec<String>,
    observer: &dyn Observer,
) -> Result<(Study, Vec<Changed>), Error> {
    let store = folders.store();
    if let Some(name) = name {
        return with_current_files(folders, named_study(&store, name)?, observer);
    }
    let names = store.studies()?;
    match names.as_slice() {
        [] => return Err(no_studies(&store)),
        [only] => return with_current_files(folders, read_study(&store, only)?, observer),
        _ => {}
    }
    let mut having = Vec::new();
    let mut known = BTreeSet::new();
    for name in &names {
        // What another version wrote is no reason to stop where others can be read.
        let Ok(study) = read_study(&store, name) else {
            continue;
        };
        let (study, changed) = with_current_files(folders, study, observer)?;
        let experiments = study.experiments.iter();
        known.extend(experiments.map(|each| each.experiment.name.clone()));
        let recorded = |name: &String| {
            let (plain, _) = name.split_once('@').unwrap_or((name, ""));
            named(&study, plain).filter(|each| begun(&store, each))
        };
        let recorded: Option<Vec<_>> = compared.iter().map(recorded).collect();
        let Some(recorded) = recorded else {
            continue;
        };
        // When files were written says nothing: copies and clones are all of one day.
        let kept: Vec<_> = recorded.iter().map(|each| kept(&store, each)).collect();
        let seeds = kept.iter().filter_map(|kept| kept.values().max()).min();
        let epochs = kept.iter().filter_map(|kept| kept.keys().max()).min();
        let size = study.scale.input_size.unwrap_or(usize::MAX);
        let evidence = (
            seeds.copied(),
            study.data.test_images,
            epochs.copied(),
            size,
        );
        having.push((evidence, study, changed));
    }
    let several = having.len() > 1;
    // Of equals the first by name.
    let best = having
        .into_iter()
        .rev()
        .max_by_key(|(evidence, ..)| *evidence);
    let Some((_, study, changed)) = best else {
        known_somewhere(folders, compared, known)?;
        return Err(Error::NotInOneStudy {
            experiments: compared.to_vec(),
            studies: names,
        });
    };
    if several {
        let name = &study.name;
        notes.push(format!(
            "in the study {name}, which has the most seeds, images and epochs of them; --study \
             names another"
        ));
    }
    Ok((study, changed))
}
