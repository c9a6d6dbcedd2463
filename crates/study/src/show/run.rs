//! Everything that is known of one run.

use std::time::SystemTime;

use faceoff_record::{DataDescription, Environment, EpochMetrics, RunFile};
use faceoff_report::Measures;
use serde::Serialize;

use crate::error::Error;
use crate::inventory::{Asked, Facts, Measured, RunEntry, kept_longest};
use crate::library::Library;

/// A run with its curves, networks and files.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownRun {
    /// What `list` says of it.
    #[serde(flatten)]
    pub entry: RunEntry,
    /// What it was trained on.
    pub data: Option<DataDescription>,
    /// Where it was trained.
    pub environment: Option<Environment>,
    /// Trainable numbers of its network.
    pub parameters: Option<usize>,
    /// Seconds of training, evaluation included, over all epochs.
    pub seconds: f64,
    /// Where its losses were lowest.
    pub minima: Minima,
    /// The networks that were kept.
    pub networks: Vec<KeptNetwork>,
    /// Whether there is a state that training goes on from.
    pub checkpoint: bool,
    /// All its files.
    pub files: Vec<File>,
    /// Its losses, epoch by epoch.
    pub curves: Vec<EpochMetrics>,
}

/// A network that was kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeptNetwork {
    /// Epochs of training behind it.
    pub epochs: usize,
    /// Its test loss.
    pub test_loss: f64,
    /// Its validation loss, where there is a validation set.
    pub validation_loss: Option<f64>,
    /// What it scores on the test images; `None` where its predictions cannot be read.
    pub measures: Option<Measures>,
}

/// The lowest points of the loss curves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Minima {
    /// Of the train loss.
    pub train_loss: Option<Lowest>,
    /// Of the test loss.
    pub test_loss: Option<Lowest>,
    /// Of the validation loss.
    pub validation_loss: Option<Lowest>,
}

/// The lowest point of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Lowest {
    /// The epoch, counted from 0.
    pub epoch: usize,
    /// The loss of or after it.
    pub loss: f64,
}

/// A file with its size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Below the run's folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

impl ShownRun {
    /// Reads the run `id`, as far as somebody looks at it: up to the last of the epochs after which its
    /// networks are `wanted`, or to its end where none are given.
    ///
    /// # Errors
    /// When its folder cannot be read. What is wrong with its record is in the entry.
    pub(super) fn read(
        library: &Library,
        id: &str,
        wanted: Option<Vec<usize>>,
    ) -> Result<Self, Error> {
        let mut facts = Facts::read(&library.store, id);
        let wanted = wanted.unwrap_or_else(|| kept_longest(library, &facts));
        let end = wanted.last().copied().unwrap_or(usize::MAX);
        facts.metrics.truncate(end);
        let record = facts.record.as_ref();
        let snapshots = record.map_or(&[][..], |record| &record.snapshots);
        let snapshots = || snapshots.iter().filter(|kept| kept.epochs <= end);
        let networks = snapshots().map(|kept| (id.to_owned(), kept.epochs));
        let measured = Measured::read(&library.store, networks.collect());
        let mut asked = library.catalog.as_ref().map(Asked::by);
        let asked_for = match (&mut asked, record) {
            (Some(asked), Some(record)) => asked.holds(record),
            _ => false,
        };
        let now = SystemTime::now();
        let entry = RunEntry::new(library, &facts, &wanted, asked_for, &measured, now);
        let files = library.store.files(id)?;
        let networks = snapshots().map(|kept| KeptNetwork {
            epochs: kept.epochs,
            test_loss: kept.test_loss,
            validation_loss: kept.validation_loss,
            measures: measured.of(id, kept.epochs),
        });
        Ok(Self {
            entry,
            data: record.map(|record| record.data.clone()),
            environment: record.map(|record| record.environment.clone()),
            parameters: record.map(|record| record.parameters),
            seconds: facts.metrics.iter().map(|line| line.seconds).sum(),
            minima: Minima::of(&facts.metrics),
            networks: networks.collect(),
            checkpoint: files.iter().any(|file| is_state(&file.name)),
            files: files.into_iter().map(File::from).collect(),
            curves: facts.metrics,
        })
    }
}

fn is_state(name: &str) -> bool {
    name.starts_with("checkpoint/") && name.ends_with(".safetensors")
}

impl From<RunFile> for File {
    fn from(RunFile { name, bytes }: RunFile) -> Self {
        Self { name, bytes }
    }
}

impl Minima {
    /// Of curves, the first where several are equal.
    fn of(lines: &[EpochMetrics]) -> Self {
        let lowest = |loss: fn(&EpochMetrics) -> Option<f64>| {
            let points = lines.iter().filter_map(|line| {
                let loss = loss(line)?;
                let epoch = line.epoch;
                loss.is_finite().then_some(Lowest { epoch, loss })
            });
            points.min_by(|a, b| a.loss.total_cmp(&b.loss))
        };
        Self {
            train_loss: lowest(|line| Some(line.train_loss)),
            test_loss: lowest(|line| line.test_loss),
            validation_loss: lowest(|line| line.validation_loss),
        }
    }
}
