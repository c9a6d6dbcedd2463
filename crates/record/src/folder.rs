//! Runs as folders: which there are, what lies in them, how they go.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::SystemTime;

use faceoff_files::Error as FileError;

use crate::{Error, Store};

/// How the name of a folder begins that is being removed. Where removing was cut short it stays, and
/// nothing reads it.
pub const REMOVING: &str = ".removing-";

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFile {
    /// Below the run's folder, with forward slashes.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

impl Store {
    /// The ids of all runs there are folders of, sorted, whether or not they have a record.
    ///
    /// # Errors
    /// When the folder is there but cannot be read.
    pub fn run_folders(&self) -> Result<Vec<String>, Error> {
        let folder = self.root().join("runs");
        let mut ids = Vec::new();
        for entry in entries(&folder)? {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() && !name.starts_with('.') {
                ids.push(name);
            }
        }
        ids.sort();
        Ok(ids)
    }

    /// The files of run `id`, sorted by name.
    ///
    /// # Errors
    /// When its folder cannot be read.
    pub fn files(&self, id: &str) -> Result<Vec<RunFile>, Error> {
        let folder = self.run_folder(id);
        let mut files = Vec::new();
        collect(&folder, "", &mut files)?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// When the record of run `id` was written last; `None` where it has none, or the file system does
    /// not say.
    pub fn written(&self, id: &str) -> Option<SystemTime> {
        let metadata = self.run_folder(id).join("run.json").metadata();
        metadata.ok()?.modified().ok()
    }

    /// Whether a process trains the run `id` now.
    pub fn is_trained_now(&self, id: &str) -> bool {
        let lock = File::open(self.checkpoint_folder(id).join("lock"));
        lock.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// Removes the run `id` with all its files. A reader sees all of it or nothing.
    ///
    /// # Errors
    /// [`Error::Busy`] where a process trains it, or when the file system refuses.
    pub fn remove_run(&self, id: &str) -> Result<(), Error> {
        let folder = self.run_folder(id);
        if self.is_trained_now(id) {
            return Err(Error::Busy { path: folder });
        }
        let aside = folder.with_file_name(format!("{REMOVING}{id}"));
        std::fs::rename(&folder, &aside).map_err(FileError::of("remove", &folder))?;
        Ok(std::fs::remove_dir_all(&aside).map_err(FileError::of("remove", &aside))?)
    }
}

/// What is in `folder`; nothing where there is no such folder.
fn entries(folder: &Path) -> Result<Vec<std::fs::DirEntry>, Error> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(FileError::of("read", folder)(e).into()),
    };
    let entries: Result<Vec<_>, _> = entries.collect();
    Ok(entries.map_err(FileError::of("read", folder))?)
}

/// The files in `folder` and below it, which is called `name` with a slash behind it.
fn collect(folder: &Path, name: &str, files: &mut Vec<RunFile>) -> Result<(), Error> {
    for entry in entries(folder)? {
        let path = entry.path();
        let name = format!("{name}{}", entry.file_name().to_string_lossy());
        let metadata = entry.metadata().map_err(FileError::of("look at", &path))?;
        match metadata.is_dir() {
            true => collect(&path, &format!("{name}/"), files)?,
            false => files.push(RunFile {
                name,
                bytes: metadata.len(),
            }),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use faceoff_files::write_atomically;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        for (path, text) in [
            ("runs/b/run.json", "{}"),
            ("runs/b/predictions/epoch-00001.safetensors", "12345"),
            ("runs/a/run.json", "{}"),
            ("runs/.removing-c/run.json", "{}"),
            ("runs/note.txt", "no run"),
        ] {
            write_atomically(&folder.path().join(path), &[text.as_bytes()]).unwrap();
        }
        (folder, store)
    }

    #[test]
    fn runs_are_folders_and_have_files() {
        let (_folder, store) = store();
        assert_eq!(store.run_folders().unwrap(), ["a", "b"]);
        let files = store.files("b").unwrap();
        let files: Vec<_> = files.iter().map(|f| (f.name.as_str(), f.bytes)).collect();
        let expected = [("predictions/epoch-00001.safetensors", 5), ("run.json", 2)];
        assert_eq!(files, expected);
        assert!(store.written("b").is_some() && store.written("c").is_none());
        assert!(Store::new("nowhere").run_folders().unwrap().is_empty());
    }

    #[test]
    fn a_run_goes_with_all_its_files_but_not_while_it_is_trained() {
        let (folder, store) = store();
        let lock = store.lock("b").unwrap();
        assert!(store.is_trained_now("b") && !store.is_trained_now("a"));
        let refused = store.remove_run("b").unwrap_err();
        assert!(matches!(refused, Error::Busy { .. }), "{refused}");
        drop(lock);
        assert!(!store.is_trained_now("b"));
        store.remove_run("b").unwrap();
        assert_eq!(store.run_folders().unwrap(), ["a"]);
        assert!(!folder.path().join("runs/.removing-b").exists());
    }
}
