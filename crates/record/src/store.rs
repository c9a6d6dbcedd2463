//! The results folder: finding, reading and writing records.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use faceoff_files::{Error as FileError, read, write_atomically};

use crate::file::{read_json, read_lines, read_versioned, write_json, write_lines};
use crate::{
    EpochHealth, EpochMetrics, Error, FORMAT, Predictions, RunRecord, STUDY_FORMAT, Samples, Study,
    predictions,
};

/// Who asks whether a run is trained now holds its lock for a moment. So a lock is tried so many times
/// more, after a moment each.
const LOOKERS: usize = 3;
const A_LOOK: Duration = Duration::from_millis(20);

/// A results folder.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

/// A run that this process alone trains, until it is dropped.
#[derive(Debug)]
#[must_use = "other processes may train the run as soon as it is dropped"]
pub struct Lock {
    _file: File,
}

impl Store {
    /// The store in `root`; the folder need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The results folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the run `id`.
    pub fn run_folder(&self, id: &str) -> PathBuf {
        self.root.join("runs").join(id)
    }

    /// The folder of the study `name`.
    pub fn study_folder(&self, name: &str) -> PathBuf {
        self.root.join("studies").join(name)
    }

    /// Where the network after `epochs` epochs is kept.
    pub fn snapshot_path(&self, id: &str, epochs: usize) -> PathBuf {
        self.run_folder(id)
            .join("snapshots")
            .join(format!("epoch-{epochs:05}.safetensors"))
    }

    /// The folder training goes on from.
    pub fn checkpoint_folder(&self, id: &str) -> PathBuf {
        self.run_folder(id).join("checkpoint")
    }

    /// Keeps other processes from training the run `id` as long as what is returned lives.
    ///
    /// # Errors
    /// [`Error::Busy`] where another one does, or when the file system refuses.
    pub fn lock(&self, id: &str) -> Result<Lock, Error> {
        let folder = self.checkpoint_folder(id);
        std::fs::create_dir_all(&folder).map_err(FileError::of("create", &folder))?;
        let path = folder.join("lock");
        let file = File::create(&path).map_err(FileError::of("create", &path))?;
        let mut locked = file.try_lock();
        for _ in 0..LOOKERS {
            if !matches!(locked, Err(TryLockError::WouldBlock)) {
                break;
            }
            std::thread::sleep(A_LOOK);
            locked = file.try_lock();
        }
        match locked {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy {
                path: self.run_folder(id),
            }),
            // Some network drives know no locks; to train there is no mistake.
            Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => {
                Ok(Lock { _file: file })
            }
            Err(TryLockError::Error(e)) => Err(FileError::of("lock", &path)(e).into()),
        }
    }

    fn predictions_path(&self, id: &str, epochs: usize) -> PathBuf {
        self.run_folder(id)
            .join("predictions")
            .join(format!("epoch-{epochs:05}.safetensors"))
    }

    /// Names of the studies in this folder, sorted.
    ///
    /// # Errors
    /// When the folder is there but cannot be read.
    pub fn studies(&self) -> Result<Vec<String>, Error> {
        let folder = self.root.join("studies");
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(FileError::of("read", &folder)(e).into()),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(FileError::of("read", &folder))?;
            if entry.path().join("study.json").is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// The study `name`.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the names there are, or a file that cannot be read.
    pub fn study(&self, name: &str) -> Result<Study, Error> {
        let folder = self.study_folder(name);
        match read_versioned(&folder.join("study.json"), STUDY_FORMAT)? {
            Some(study) => Ok(study),
            None => Err(Error::Unknown {
                what: "study",
                name: name.to_owned(),
                path: self.root.clone(),
                known: self.studies()?,
            }),
        }
    }

    /// Writes `study.json`.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write_study(&self, study: &Study) -> Result<(), Error> {
        write_json(&self.study_folder(&study.name).join("study.json"), study)
    }

    /// The run `id`, if there is one.
    ///
    /// # Errors
    /// When its record cannot be read.
    pub fn run(&self, id: &str) -> Result<Option<RunRecord>, Error> {
        read_versioned(&self.run_folder(id).join("run.json"), FORMAT)
    }

    /// Writes `run.json`.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write_run(&self, record: &RunRecord) -> Result<(), Error> {
        write_json(&self.run_folder(&record.id).join("run.json"), record)
    }

    /// The epochs of run `id` so far, in order; none when it has not begun.
    ///
    /// # Errors
    /// When the file cannot be read, with the line.
    pub fn metrics(&self, id: &str) -> Result<Vec<EpochMetrics>, Error> {
        read_lines(&self.run_folder(id).join("metrics.jsonl"))
    }

    /// Writes all epochs of run `id`, replacing what was there.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write_metrics(&self, id: &str, metrics: &[EpochMetrics]) -> Result<(), Error> {
        write_lines(&self.run_folder(id).join("metrics.jsonl"), metrics)
    }

    /// The network's health after the epochs of run `id`, in order; none where it was not
    /// recorded.
    ///
    /// # Errors
    /// When the file cannot be read, with the line.
    pub fn health(&self, id: &str) -> Result<Vec<EpochHealth>, Error> {
        read_lines(&self.run_folder(id).join("health.jsonl"))
    }

    /// Writes the health of all epochs of run `id`, replacing what was there.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write_health(&self, id: &str, health: &[EpochHealth]) -> Result<(), Error> {
        write_lines(&self.run_folder(id).join("health.jsonl"), health)
    }

    /// Which images run `id` is tested on.
    ///
    /// # Errors
    /// [`Error::Unknown`] when the run has none yet, or a file that cannot be read.
    pub fn samples(&self, id: &str) -> Result<Samples, Error> {
        let path = self.run_folder(id).join("samples.json");
        read_json(&path)?.ok_or_else(|| self.missing("samples of run", id))
    }

    /// Writes `samples.json`.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write_samples(&self, id: &str, samples: &Samples) -> Result<(), Error> {
        let path = self.run_folder(id).join("samples.json");
        // Compact: the truth alone is a hundred thousand numbers.
        let mut text = serde_json::to_vec(samples).map_err(|e| Error::malformed(&path, e))?;
        text.push(b'\n');
        Ok(write_atomically(&path, &[&text])?)
    }

    /// What run `id` predicted after `epochs` epochs.
    ///
    /// # Errors
    /// [`Error::Unknown`] when there is no such snapshot, or a file that cannot be read.
    pub fn predictions(&self, id: &str, epochs: usize) -> Result<Predictions, Error> {
        let path = self.predictions_path(id, epochs);
        match read(&path)? {
            Some(bytes) => predictions::decode(&path, &bytes),
            None => Err(self.missing("predictions of run", &format!("{id} at epoch {epochs}"))),
        }
    }

    /// Writes the predictions of run `id` after `epochs` epochs.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write_predictions(
        &self,
        id: &str,
        epochs: usize,
        predicted: &Predictions,
    ) -> Result<(), Error> {
        let path = self.predictions_path(id, epochs);
        Ok(write_atomically(
            &path,
            &[&predictions::encode(&path, predicted)?],
        )?)
    }

    fn missing(&self, what: &'static str, name: &str) -> Error {
        Error::Unknown {
            what,
            name: name.to_owned(),
            path: self.root.clone(),
            known: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LayerHealth, ParameterHealth, Table};

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        (folder, store)
    }

    fn line(epoch: usize) -> EpochMetrics {
        EpochMetrics {
            validation_loss: None,
            epoch,
            train_loss: 0.1 + 0.2,
            train_loss_remeasured: epoch.is_multiple_of(3).then_some(0.1 + 0.7),
            test_loss: epoch.is_multiple_of(3).then_some(f64::MIN_POSITIVE),
            learning_rate: 1e-3,
            seconds: 1.5,
            waiting_seconds: Some(0.25),
            evaluation_seconds: Some(1.5),
            images_per_second: 33.3,
        }
    }

    #[test]
    fn metrics_come_back_bit_for_bit() {
        let (_folder, store) = store();
        let lines: Vec<_> = (0..5).map(line).collect();
        store.write_metrics("a", &lines).unwrap();
        assert_eq!(store.metrics("a").unwrap(), lines);
    }

    #[test]
    fn metrics_of_older_records_are_read() {
        let (folder, store) = store();
        let text = r#"{"epoch":0,"train_loss":0.5,"test_loss":0.4,"learning_rate":0.001,"seconds":2.0,"images_per_second":9.0}"#;
        write_atomically(
            &folder.path().join("runs/a/metrics.jsonl"),
            &[text.as_bytes()],
        )
        .unwrap();
        let metrics = store.metrics("a").unwrap();
        assert_eq!(
            (metrics[0].test_loss, metrics[0].train_loss_remeasured),
            (Some(0.4), None)
        );
    }

    #[test]
    fn health_comes_back_bit_for_bit() {
        let (_folder, store) = store();
        let line = |epoch| EpochHealth {
            epoch,
            images: 8,
            layers: vec![LayerHealth {
                layer: "conv1".into(),
                units: 4,
                dead: 1,
                mean: Some(0.1 + 0.2),
            }],
            parameters: vec![ParameterHealth {
                name: "conv1.weight".into(),
                norm: Some(f64::MIN_POSITIVE),
                gradient: None,
                update_ratio: Some(1e-3),
            }],
        };
        let lines = [line(0), line(1)];
        store.write_health("a", &lines).unwrap();
        assert_eq!(store.health("a").unwrap(), lines);
        assert!(store.health("b").unwrap().is_empty());
        assert_eq!(lines[0].layers[0].dead_share(), 0.25);
    }

    #[test]
    fn a_run_not_begun_has_no_metrics() {
        let (_folder, store) = store();
        assert!(store.metrics("a").unwrap().is_empty());
        assert!(store.run("a").unwrap().is_none());
        assert!(store.studies().unwrap().is_empty());
    }

    #[test]
    fn a_broken_line_is_named() {
        let (folder, store) = store();
        store.write_metrics("a", &[line(0), line(1)]).unwrap();
        let path = folder.path().join("runs/a/metrics.jsonl");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, &text[..text.len() - 20]).unwrap();
        let message = store.metrics("a").unwrap_err().to_string();
        assert!(message.contains("line 2"), "{message}");
    }

    #[test]
    fn predictions_come_back_bit_for_bit() {
        let (_folder, store) = store();
        let table = |rows: usize| Table {
            columns: 4,
            values: (0..rows * 4).map(|i| (i as f32).sin()).collect(),
        };
        for validation in [Table::default(), table(2)] {
            let predicted = Predictions {
                test: table(3),
                train: table(1),
                validation,
            };
            store.write_predictions("a", 15, &predicted).unwrap();
            assert_eq!(store.predictions("a", 15).unwrap(), predicted);
        }
        assert!(matches!(
            store.predictions("a", 16),
            Err(Error::Unknown { .. })
        ));
    }

    #[test]
    fn another_format_is_refused_before_anything_else_is_read() {
        let (folder, store) = store();
        let run = folder.path().join("runs/a/run.json");
        std::fs::create_dir_all(run.parent().unwrap()).unwrap();
        std::fs::write(&run, r#"{"format": 99, "shape": "unknown"}"#).unwrap();
        assert!(matches!(
            store.run("a"),
            Err(Error::Format { found: 99, .. })
        ));
    }

    #[test]
    fn a_study_of_one_run_an_experiment_is_refused_by_its_format() {
        let (folder, store) = store();
        let path = folder.path().join("studies/a/study.json");
        write_atomically(&path, &[br#"{"format": 1, "experiments": [{"run": "x"}]}"#]).unwrap();
        assert!(matches!(
            store.study("a"),
            Err(Error::Format {
                found: 1,
                expected: STUDY_FORMAT,
                ..
            })
        ));
    }

    #[test]
    fn a_run_is_trained_by_one_at_a_time() {
        let (_folder, store) = store();
        let lock = store.lock("a").unwrap();
        let refused = store.lock("a").unwrap_err();
        assert!(matches!(refused, Error::Busy { .. }), "{refused}");
        let other = store.lock("b").unwrap();
        drop((lock, other));
        let _again = store.lock("a").unwrap();
    }

    #[test]
    fn an_unknown_study_lists_the_known() {
        let (folder, store) = store();
        for name in ["b", "a"] {
            let path = folder.path().join("studies").join(name).join("study.json");
            write_atomically(&path, &[b"{}"]).unwrap();
        }
        let message = store.study("c").unwrap_err().to_string();
        assert!(
            message.contains("no study `c`") && message.contains("`a`, `b`"),
            "{message}"
        );
    }
}
