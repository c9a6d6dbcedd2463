//! What nothing asks for any more: runs, temporary files, caches.

use faceoff_config::Catalog;

use super::removal::{Kept, Removal, Removed};
use super::{runs, stray};
use crate::error::Error;
use crate::folders::Folders;
use crate::inventory::{Asked, Facts};
use crate::library::Library;
use crate::observer::Observer;

/// What nothing asks for any more: runs whose settings no experiment file has at any scale, files that
/// were being written when a process ended, caches that this version makes anew. A run that a study's
/// page shows stays, and so does one that is being trained.
///
/// # Errors
/// Mistakes in files of experiments or scales: what those ask for is not known; folders that cannot be read.
pub fn collect(folders: &Folders, observer: &dyn Observer) -> Result<Removal, Error> {
    if !folders.experiments.is_dir() {
        return Err(Error::NoExperiments {
            folder: folders.experiments.clone(),
        });
    }
    let (catalog, left_out) = Catalog::load_sound(&folders.experiments)?;
    if let Some(left_out) = left_out.filter(|left_out| !left_out.only_comparisons) {
        return Err(faceoff_config::Error::Mistakes(left_out.mistakes).into());
    }
    let library = Library::open(folders, observer)?;
    let mut asked = Asked::by(&catalog);
    let (mut items, mut kept) = (Vec::new(), Vec::new());
    for id in library.store.run_folders()? {
        let facts = Facts::read(&library.store, &id);
        let mut stays = |why: String| {
            kept.push(Kept {
                run: id.clone(),
                why,
            })
        };
        match &facts.record {
            Some(record) if asked.holds(record) => {}
            _ if library.store.is_trained_now(&id) => stays("it is being trained".to_owned()),
            None => stays(match &facts.problem {
                Some(problem) => format!("its record cannot be read: {problem}"),
                None => "it has no record yet, and may be about to be trained".to_owned(),
            }),
            Some(_) => {
                let run = runs::run(&library, &id)?;
                match run.shown_by.as_slice() {
                    [] => items.push(no_experiment(run)),
                    studies => stays(format!("the page of {} shows it", studies.join(", "))),
                }
            }
        }
    }
    items.extend(stray::files(folders)?);
    items.extend(stray::caches(folders)?);
    Ok(Removal {
        store: library.store,
        items,
        kept,
    })
}

fn no_experiment(run: Removed) -> Removed {
    let what = format!("{}: no experiment file asks for it", run.what);
    Removed { what, ..run }
}
