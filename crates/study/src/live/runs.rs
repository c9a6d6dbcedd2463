//! How far the runs of a study are, from their records.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::time::{Duration, SystemTime};

use faceoff_plan::{Study, read_run};
use faceoff_record::{EpochMetrics, Status, Store};

/// Epochs whose pace says how long the next take.
const RECENT: usize = 5;
/// How long a run that is trained may be silent: three of its epochs, but not less than this.
const SILENT: Duration = Duration::from_secs(60);

/// The runs of a study.
#[derive(Default)]
pub(super) struct Runs {
    /// In the order of the study.
    pub(super) all: Vec<Run>,
    read: BTreeMap<String, Record>,
}

/// One run.
pub(super) struct Run {
    /// Its experiments, with the seed where they have several.
    pub(super) name: String,
    /// Epochs asked for.
    pub(super) epochs: usize,
    pub(super) state: State,
    /// What is recorded, if it has begun.
    pub(super) record: Option<Record>,
}

/// What a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Waiting,
    Training,
    /// Not all epochs are done, and for a while none was.
    Stopped,
    Finished,
    Diverged,
}

/// What is recorded of a run.
#[derive(Clone)]
pub(super) struct Record {
    /// Of the files that it was read from.
    version: u64,
    pub(super) metrics: Vec<EpochMetrics>,
    status: Status,
    epochs: usize,
    changed: SystemTime,
}

impl Runs {
    /// Looks at the runs of `study`. Files that have not changed are not read again; one that cannot be
    /// read stays as it was known.
    pub(super) fn look(&mut self, store: &Store, study: &Study) {
        let mut all: Vec<(String, Vec<&str>, usize, usize)> = Vec::new();
        for each in &study.experiments {
            for (seed, id) in each.runs.iter().enumerate() {
                let (name, epochs) = (each.experiment.name.as_str(), each.experiment.train.epochs);
                match all.iter_mut().find(|(other, ..)| other == id) {
                    Some((_, names, longest, _)) => {
                        names.push(name);
                        *longest = epochs.max(*longest);
                    }
                    None => all.push((id.clone(), vec![name], epochs, seed)),
                }
            }
        }
        self.all.clear();
        for (id, names, epochs, seed) in all {
            self.read_again(store, &id);
            let record = self.read.get(&id).cloned();
            let name = match seed {
                0 => names.join(", "),
                later => format!("{}, seed {} of its seeds", names.join(", "), later + 1),
            };
            // What is extended is trained only as long as it is compared.
            let epochs = record.as_ref().map_or(epochs, |record| record.epochs);
            self.all.push(Run {
                name,
                epochs,
                state: state(record.as_ref(), epochs),
                record,
            });
        }
    }

    fn read_again(&mut self, store: &Store, id: &str) {
        let folder = store.run_folder(id);
        let Some((version, changed)) = version(&folder) else {
            self.read.remove(id);
            return;
        };
        if self
            .read
            .get(id)
            .is_some_and(|known| known.version == version)
        {
            return;
        }
        let (Ok(Some(run)), Ok(metrics)) = (read_run(store, id), store.metrics(id)) else {
            return;
        };
        let record = Record {
            version,
            metrics,
            status: run.status,
            epochs: run.config.train.epochs,
            changed,
        };
        self.read.insert(id.to_owned(), record);
    }

    /// A hash of all records: another one where one has changed.
    pub(super) fn records(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for run in &self.all {
            run.record
                .as_ref()
                .map(|record| record.version)
                .hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Of each run that has begun, the version of its record.
    pub(super) fn versions(&self) -> BTreeMap<String, u64> {
        let read = self.read.iter();
        read.map(|(id, record)| (id.clone(), record.version))
            .collect()
    }

    pub(super) fn any_is_trained(&self) -> bool {
        self.all.iter().any(|run| run.state == State::Training)
    }

    /// Seconds until all are done: what is left at the pace of each, or of the others where it has none
    /// yet, shared by those that are trained at the same time. `None` while nothing is trained.
    pub(super) fn seconds_left(&self) -> Option<f64> {
        let at_once = self
            .all
            .iter()
            .filter(|run| run.state == State::Training)
            .count();
        let paces: Vec<f64> = self.all.iter().filter_map(Run::pace).collect();
        let mean = paces.iter().sum::<f64>() / paces.len().max(1) as f64;
        let waits = |run: &&Run| matches!(run.state, State::Waiting | State::Training);
        let left = self.all.iter().filter(waits);
        let left = left.map(|run| run.pace().unwrap_or(mean) * run.epochs_left() as f64);
        (at_once > 0 && !paces.is_empty()).then(|| left.sum::<f64>() / at_once as f64)
    }
}

impl Run {
    /// Seconds that an epoch takes, of late.
    fn pace(&self) -> Option<f64> {
        let metrics = &self.record.as_ref()?.metrics;
        let recent = &metrics[metrics.len().saturating_sub(RECENT)..];
        let seconds = recent.iter().map(EpochMetrics::all_seconds).sum::<f64>();
        (!recent.is_empty()).then(|| seconds / recent.len() as f64)
    }

    pub(super) fn done(&self) -> usize {
        self.record
            .as_ref()
            .map_or(0, |record| record.metrics.len())
    }

    fn epochs_left(&self) -> usize {
        self.epochs.saturating_sub(self.done())
    }

    /// Seconds until it is done.
    pub(super) fn seconds_left(&self) -> Option<f64> {
        Some(self.pace()? * self.epochs_left() as f64)
    }
}

fn state(record: Option<&Record>, epochs: usize) -> State {
    let Some(record) = record else {
        return State::Waiting;
    };
    match record.status {
        Status::Diverged { .. } => State::Diverged,
        Status::Finished if record.metrics.len() >= epochs => State::Finished,
        Status::Finished | Status::Partial => {
            let last = record.metrics.last().map_or(0.0, EpochMetrics::all_seconds);
            let silent = record.changed.elapsed().unwrap_or_default();
            match silent > SILENT.max(Duration::from_secs_f64(3.0 * last.max(0.0))) {
                true => State::Stopped,
                false => State::Training,
            }
        }
    }
}

/// A hash of the sizes and times of a run's files, and when they were changed last; `None` where it has
/// no record.
fn version(folder: &Path) -> Option<(u64, SystemTime)> {
    let mut hasher = DefaultHasher::new();
    let run = folder.join("run.json").metadata().ok()?;
    let mut changed = run.modified().ok()?;
    for file in [Some(run), folder.join("metrics.jsonl").metadata().ok()] {
        let file = file.map(|file| (file.len(), file.modified().ok()));
        file.hash(&mut hasher);
        changed = file
            .and_then(|(_, time)| time)
            .unwrap_or(changed)
            .max(changed);
    }
    Some((hasher.finish(), changed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(status: Status, epochs: usize, silent: u64) -> Record {
        let line = |epoch| EpochMetrics {
            epoch,
            train_loss: 0.5,
            train_loss_remeasured: None,
            test_loss: Some(0.4),
            validation_loss: None,
            learning_rate: 1e-3,
            seconds: 2.0,
            waiting_seconds: None,
            evaluation_seconds: Some(1.0),
            images_per_second: 9.0,
        };
        Record {
            version: 0,
            metrics: (0..epochs).map(line).collect(),
            status,
            epochs: 10,
            changed: SystemTime::now() - Duration::from_secs(silent),
        }
    }

    #[test]
    fn what_a_run_does_is_told_from_its_record() {
        for (record, expected) in [
            (None, State::Waiting),
            (Some(record(Status::Partial, 3, 0)), State::Training),
            (Some(record(Status::Partial, 3, 900)), State::Stopped),
            (Some(record(Status::Finished, 10, 900)), State::Finished),
            // More epochs are asked for by now.
            (Some(record(Status::Finished, 8, 0)), State::Training),
            (
                Some(record(Status::Diverged { epoch: 3 }, 3, 0)),
                State::Diverged,
            ),
        ] {
            assert_eq!(state(record.as_ref(), 10), expected);
        }
    }

    #[test]
    fn what_is_left_is_shared_by_the_runs_under_way() {
        let run = |record: Option<Record>| Run {
            name: "base".to_owned(),
            epochs: 10,
            state: state(record.as_ref(), 10),
            record,
        };
        let under_way = || run(Some(record(Status::Partial, 4, 0)));
        let runs = |all| Runs {
            all,
            read: BTreeMap::new(),
        };
        // Six epochs of three seconds each.
        assert_eq!(runs(vec![under_way()]).seconds_left(), Some(18.0));
        let more = vec![under_way(), under_way(), run(None)];
        assert_eq!(runs(more).seconds_left(), Some((18.0 + 18.0 + 30.0) / 2.0));
        assert_eq!(runs(vec![run(None)]).seconds_left(), None);
    }
}
