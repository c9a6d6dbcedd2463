//! What people say of a run: tags and notes, in a file of their own beside its record.

use std::collections::BTreeSet;

use faceoff_files::Error as FileError;
use serde::{Deserialize, Serialize};

use crate::file::{read_json, write_json};
use crate::{Error, Store};

/// `annotations.json`: tags and notes of a run. The record itself knows nothing of them, so they change
/// neither its id nor what was trained.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotations {
    /// Words to find it by.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// What was noted, the earliest first.
    #[serde(default)]
    pub notes: Vec<Note>,
}

/// A sentence or more on a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When it was written, in seconds since 1970 began (UTC).
    pub written: u64,
    /// What it says.
    pub text: String,
}

impl Annotations {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.notes.is_empty()
    }

    /// These with those of `other`, each once, the earliest note first.
    pub fn extend(&mut self, other: &Self) {
        self.tags.extend(other.tags.iter().cloned());
        for note in &other.notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
        self.notes.sort_by_key(|note| note.written);
    }
}

impl Store {
    /// The tags and notes of run `id`; none where nobody wrote any.
    ///
    /// # Errors
    /// When the file is there but cannot be read.
    pub fn annotations(&self, id: &str) -> Result<Annotations, Error> {
        let path = self.annotations_path(id);
        Ok(read_json(&path)?.unwrap_or_default())
    }

    /// Writes the tags and notes of run `id`, replacing what was there. Where there are none, there is
    /// no file.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write_annotations(&self, id: &str, annotations: &Annotations) -> Result<(), Error> {
        let path = self.annotations_path(id);
        if !annotations.is_empty() {
            return write_json(&path, annotations);
        }
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Err(FileError::of("remove", &path)(e).into())
            }
            _ => Ok(()),
        }
    }

    fn annotations_path(&self, id: &str) -> std::path::PathBuf {
        self.run_folder(id).join("annotations.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotations(tags: &[&str], notes: &[(u64, &str)]) -> Annotations {
        let note = |(written, text): &(u64, &str)| Note {
            written: *written,
            text: (*text).to_owned(),
        };
        Annotations {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            notes: notes.iter().map(note).collect(),
        }
    }

    #[test]
    fn annotations_come_back_and_leave_no_file_where_there_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        assert!(store.annotations("a").unwrap().is_empty());
        let said = annotations(&["baseline"], &[(7, "lr 0.1 is too high")]);
        store.write_annotations("a", &said).unwrap();
        assert_eq!(store.annotations("a").unwrap(), said);
        let none = Annotations::default();
        store.write_annotations("a", &none).unwrap();
        assert!(!store.run_folder("a").join("annotations.json").exists());
        // Nor is it a mistake to take away what is not there.
        store.write_annotations("a", &none).unwrap();
    }

    #[test]
    fn what_several_runs_say_is_said_once() {
        let mut all = annotations(&["b"], &[(3, "late"), (5, "later")]);
        all.extend(&annotations(&["a", "b"], &[(1, "early"), (3, "late")]));
        let expected = annotations(&["a", "b"], &[(1, "early"), (3, "late"), (5, "later")]);
        assert_eq!(all, expected);
    }

    #[test]
    fn a_file_that_is_no_annotations_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let path = store.annotations_path("a");
        faceoff_files::write_atomically(&path, &[b"{\"tags\": 3}"]).unwrap();
        let message = store.annotations("a").unwrap_err().to_string();
        assert!(message.contains("annotations.json"), "{message}");
    }
}
