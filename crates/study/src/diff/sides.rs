//! Both, in the study that says most about them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::side::Side;
use crate::error::Error;
use crate::find::Found;
use crate::folders::Folders;
use crate::library::Library;
use crate::observer::Observer;

/// Two experiments or runs beside each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    /// The two.
    pub sides: [Side; 2],
    /// Every setting of either, by name.
    pub settings: Vec<Setting>,
}

/// A setting, and what each of the two says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// As an experiment file names it.
    pub field: String,
    /// As a file would say it; `None` where one has no such setting.
    pub values: [Option<String>; 2],
}

impl Setting {
    /// Whether both say the same.
    pub fn is_equal(&self) -> bool {
        self.values[0] == self.values[1]
    }
}

/// Holds two experiments or runs beside each other, each NAME, NAME@EPOCH or the id of a run, which may
/// be abbreviated. Experiments are those of `study`, or else of one study that has both, the one with
/// the most evidence.
///
/// # Errors
/// Names that stand for nothing; epochs after which no network was kept; folders that cannot be read.
pub fn diff(
    folders: &Folders,
    names: [&str; 2],
    study: Option<&str>,
    observer: &dyn Observer,
) -> Result<Diff, Error> {
    let library = Library::open(folders, observer)?;
    let all = library.store.run_folders()?;
    let (a, epochs_a) = Side::find(&library, names[0], study, &all)?;
    let (b, epochs_b) = Side::find(&library, names[1], study, &all)?;
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
    let first = pairs.clone().next();
    let of_one_study = pairs.clone().find(|(a, b)| study_of(a) == study_of(b));
    let Some((a, b)) = of_one_study.or(first) else {
        // Nothing found is an error of `find`.
        let experiment = names[0].to_owned();
        return Err(Error::NoRuns { experiment });
    };
    let sides = [
        Side::new(&library, a, epochs_a)?,
        Side::new(&library, b, epochs_b)?,
    ];
    let fields = sides.iter().flat_map(|side| side.settings.keys());
    let mut fields: BTreeSet<&str> = fields.map(String::as_str).collect();
    // Who names epochs does not ask how long each goes on.
    if epochs_a.is_some() || epochs_b.is_some() {
        fields.remove("train.epochs");
    }
    let value = |side: &Side, field: &str| side.settings.get(field).cloned();
    let settings = fields.into_iter().map(|field| Setting {
        field: field.to_owned(),
        values: [value(&sides[0], field), value(&sides[1], field)],
    });
    let settings = settings.collect();
    Ok(Diff { sides, settings })
}

fn study_of<'a>(found: &Found<'a>) -> Option<&'a str> {
    match found {
        Found::Experiment(each) => each.study.map(|study| study.study.name.as_str()),
        Found::Run(_) => None,
    }
}
