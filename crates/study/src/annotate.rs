//! Tags and notes: written beside the records of runs, which stay as they are.

use std::time::SystemTime;

use faceoff_record::{Annotations, Note, Store};
use faceoff_spec::text;

use crate::error::Error;
use crate::find::Found;
use crate::folders::Folders;
use crate::library::Library;
use crate::observer::Observer;

/// Most characters of a tag: it stands in tables.
const LONGEST_TAG: usize = 40;

/// Runs whose tags or notes were changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// Their ids.
    pub runs: Vec<String>,
    /// The studies they are of; none where only a run was named.
    pub studies: Vec<String>,
    /// What is said of them now.
    pub annotations: Annotations,
}

/// Gives `tags` to the runs of what is called `name`, an experiment or a run, or with `remove` takes
/// them away. Of `study` alone where one is named.
///
/// # Errors
/// A name that stands for nothing or has no runs; a tag that cannot be one, or that is to be taken
/// away and is not there; a file that cannot be written.
pub fn tag(
    folders: &Folders,
    name: &str,
    study: Option<&str>,
    tags: &[String],
    remove: bool,
    observer: &dyn Observer,
) -> Result<Annotated, Error> {
    for tag in tags {
        check_tag(tag)?;
    }
    change(folders, name, study, observer, |said| {
        let before: usize = said.iter().map(|each| each.tags.len()).sum();
        for tag in tags {
            if remove && !said.iter().any(|each| each.tags.contains(tag)) {
                return Err(Error::NoSuchTag {
                    name: name.to_owned(),
                    tag: tag.clone(),
                    known: said.iter().flat_map(|each| each.tags.clone()).collect(),
                });
            }
            for each in said.iter_mut() {
                match remove {
                    true => each.tags.remove(tag),
                    false => each.tags.insert(tag.clone()),
                };
            }
        }
        let after: usize = said.iter().map(|each| each.tags.len()).sum();
        Ok(before != after)
    })
}

/// Writes a note to the runs of what is called `name`, an experiment or a run; or with `remove` takes
/// away the notes that begin with `text`. Of `study` alone where one is named.
///
/// # Errors
/// A name that stands for nothing or has no runs; a text that no line can hold, or that no note
/// begins with; a file that cannot be written.
pub fn note(
    folders: &Folders,
    name: &str,
    study: Option<&str>,
    text: &str,
    remove: bool,
    observer: &dyn Observer,
) -> Result<Annotated, Error> {
    let text = text.trim();
    check_note(text)?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let written = now.map_or(0, |now| now.as_secs());
    change(folders, name, study, observer, |said| {
        let begins = |note: &Note| note.text.starts_with(text);
        if remove && !said.iter().any(|each| each.notes.iter().any(begins)) {
            return Err(Error::NoSuchNote {
                name: name.to_owned(),
                text: text.to_owned(),
            });
        }
        for each in said.iter_mut() {
            match remove {
                true => each.notes.retain(|note| !begins(note)),
                false => each.notes.push(Note {
                    written,
                    text: text.to_owned(),
                }),
            }
        }
        Ok(true)
    })
}

/// Changes what is said of the runs of `name`, where `how` says that it changed something.
fn change(
    folders: &Folders,
    name: &str,
    study: Option<&str>,
    observer: &dyn Observer,
    how: impl FnOnce(&mut [Annotations]) -> Result<bool, Error>,
) -> Result<Annotated, Error> {
    let library = Library::open(folders, observer)?;
    let store = &library.store;
    let (runs, studies) = runs_of(&library, store.run_folders()?, name, study)?;
    let said = runs.iter().map(|id| store.annotations(id));
    let mut said = said.collect::<Result<Vec<_>, _>>()?;
    if how(&mut said)? {
        for (id, said) in runs.iter().zip(&said) {
            store.write_annotations(id, said)?;
        }
    }
    let mut annotations = Annotations::default();
    for each in &said {
        annotations.extend(each);
    }
    Ok(Annotated {
        runs,
        studies,
        annotations,
    })
}

/// The runs of `name` that have a folder, and the studies they are of.
fn runs_of(
    library: &Library,
    all: Vec<String>,
    name: &str,
    study: Option<&str>,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let (mut runs, mut studies) = (Vec::new(), Vec::new());
    for found in library.find(name, study, &all)? {
        match found {
            Found::Run(id) => runs.push(id.to_owned()),
            Found::Experiment(each) => {
                let there = each.runs.iter().filter(|id| has_folder(&library.store, id));
                let there: Vec<String> = there.cloned().collect();
                if let (Some(study), false) = (each.study, there.is_empty()) {
                    studies.push(study.study.name.clone());
                }
                runs.extend(there);
            }
        }
    }
    runs.sort();
    runs.dedup();
    match runs.is_empty() {
        true => Err(Error::NoRuns {
            experiment: name.to_owned(),
        }),
        false => Ok((runs, studies)),
    }
}

fn has_folder(store: &Store, id: &str) -> bool {
    store.run_folder(id).is_dir()
}

/// A tag is one short word, so that it can be typed and stands in a table.
fn check_tag(tag: &str) -> Result<(), Error> {
    let wrong = |reason: String| {
        Err(Error::UnfitTag {
            tag: text::fit(tag).into_owned(),
            reason,
        })
    };
    let length = tag.chars().count();
    let unfit = |c: &char| c.is_whitespace() || text::is_unfit(*c) || ",#@".contains(*c);
    match tag.chars().find(unfit) {
        Some(' ') => wrong("it has a space in it".to_owned()),
        Some(c) if text::is_unfit(c) => wrong(format!("it has {} in it", text::in_words(c))),
        Some(c) => wrong(format!("it has `{c}` in it")),
        None if length == 0 => wrong("it is empty".to_owned()),
        None if length > LONGEST_TAG => wrong(format!(
            "it has {length} characters, and may have {LONGEST_TAG}"
        )),
        None => Ok(()),
    }
}

fn check_note(note: &str) -> Result<(), Error> {
    let reason = match note.chars().find(|c| text::is_unfit(*c)) {
        Some(c) => format!("it has {} in it", text::in_words(c)),
        None if note.is_empty() => "it is empty".to_owned(),
        None => return Ok(()),
    };
    Err(Error::UnfitNote { reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_one_short_word() {
        for tag in ["baseline", "v1.2", "zu-groß", "学习率"] {
            assert!(check_tag(tag).is_ok(), "{tag}");
        }
        for (tag, reason) in [
            ("", "it is empty"),
            ("two words", "it has a space in it"),
            ("a\tb", "it has a tab, U+0009 in it"),
            ("a,b", "it has `,` in it"),
            ("#a", "it has `#` in it"),
            (&"x".repeat(41), "it has 41 characters, and may have 40"),
        ] {
            let message = check_tag(tag).unwrap_err().to_string();
            assert!(message.contains(reason), "{tag}: {message}");
        }
    }

    #[test]
    fn a_note_is_one_line_of_text() {
        assert!(check_note("lr 0.1 is too high, “see” #3").is_ok());
        for note in ["", "two\nlines", "\u{1b}[31m"] {
            assert!(check_note(note).is_err(), "{note:?}");
        }
    }
}
