//! The part of an archive that has arrived, and the note of what it is part of.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use faceoff_files::{Error as FileError, write_atomically};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Which archive a part belongs to, so that no two are spliced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) url: String,
    /// The server's strong `ETag`, or else its `Last-Modified`.
    pub(super) version: Option<String>,
    /// Bytes of the whole archive.
    pub(super) total: Option<u64>,
}

/// The file that grows, locked against a second download.
pub(super) struct Part {
    path: PathBuf,
    note_path: PathBuf,
    file: File,
    note: Option<Note>,
    length: u64,
}

impl Part {
    /// The part beside `folder`, new where there is none.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        let beside = |suffix: &str| {
            let mut name = folder.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        let (path, note_path) = (beside(".part"), beside(".part.json"));
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(FileError::of("open", &path))?;
        file.try_lock().map_err(|e| {
            let reason = match e {
                TryLockError::WouldBlock => {
                    std::io::Error::other("another download to the same folder is under way")
                }
                TryLockError::Error(reason) => reason,
            };
            FileError::of("download into", &path)(reason)
        })?;
        let length = file
            .seek(SeekFrom::End(0))
            .map_err(FileError::of("look at", &path))?;
        // A note that is gone or not understood makes the part worthless, no more.
        let note = std::fs::read(&note_path)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        Ok(Self {
            path,
            note_path,
            file,
            note,
            length,
        })
    }

    /// Bytes that have arrived.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// What the part is part of; `None` where it is part of nothing known.
    pub(super) fn note(&self, url: &str) -> Option<&Note> {
        self.note.as_ref().filter(|note| note.url == url)
    }

    /// Whether the archive at `url` is here to its last byte.
    pub(super) fn complete(&self, url: &str) -> bool {
        self.note(url)
            .is_some_and(|note| note.total == Some(self.length))
    }

    /// Starts from nothing, as part of what `note` says.
    pub(super) fn restart(&mut self, note: Note) -> Result<(), Error> {
        // In this order, so that no note ever describes the bytes of another archive.
        self.file
            .set_len(0)
            .and_then(|()| self.file.seek(SeekFrom::Start(0)))
            .map_err(FileError::of("empty", &self.path))?;
        self.length = 0;
        self.describe(note)
    }

    /// Changes the note.
    pub(super) fn describe(&mut self, note: Note) -> Result<(), Error> {
        let text = serde_json::to_vec(&note)
            .map_err(|e| FileError::of("write", &self.note_path)(e.into()))?;
        write_atomically(&self.note_path, &[&text])?;
        self.note = Some(note);
        Ok(())
    }

    /// Adds bytes at the end.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file
            .write_all(bytes)
            .map_err(FileError::of("write", &self.path))?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// The file from its start, under the same lock.
    pub(super) fn reader(&self) -> Result<File, Error> {
        let rewound = self.file.try_clone().and_then(|mut file| {
            file.rewind()?;
            Ok(file)
        });
        Ok(rewound.map_err(FileError::of("read", &self.path))?)
    }

    /// Brings what has arrived to the disk.
    pub(super) fn sync(&self) -> Result<(), Error> {
        Ok(self
            .file
            .sync_all()
            .map_err(FileError::of("write", &self.path))?)
    }

    /// Deletes part and note.
    pub(super) fn remove(&self) -> Result<(), Error> {
        for path in [&self.note_path, &self.path] {
            match std::fs::remove_file(path) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(FileError::of("delete", path)(e).into());
                }
                _ => {}
            }
        }
        Ok(())
    }
}
