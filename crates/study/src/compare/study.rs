//! The choice of the study whose records are compared.

use faceoff_plan::{Study, read_study};
use faceoff_record::Store;

use super::kept::{kept, named};
use crate::error::Error;
use crate::report::{named_study, no_studies};

/// The study called `name`. Without a name, of those with records of all that is compared the one
/// written last.
pub(super) fn choose(
    store: &Store,
    name: Option<&str>,
    compared: &[String],
    notes: &mut Vec<String>,
) -> Result<Study, Error> {
    if let Some(name) = name {
        return named_study(store, name);
    }
    let names = store.studies()?;
    match names.as_slice() {
        [] => return Err(no_studies(store)),
        [only] => return Ok(read_study(store, only)?),
        _ => {}
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
    let Some((_, study)) = having.pop() else {
        return Err(Error::NotInOneStudy {
            experiments: compared.to_vec(),
            studies: names,
        });
    };
    if several {
        let name = &study.name;
        notes.push(format!("in the study {name}; --study names another"));
    }
    Ok(study)
}
