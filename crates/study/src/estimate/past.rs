//! What was trained on this machine before, and how fast.

use faceoff_plan::read_run;
use faceoff_record::{Error as RecordError, Store};
use faceoff_spec::RunSpec;
use faceoff_train::Processor;

use super::PaceSource;
use super::pace::Pace;
use super::work::Work;
use crate::environment::Machine;

/// Epochs that a run needs for its pace to say something: the first is often slower.
const FEWEST_EPOCHS: usize = 2;

/// The runs that were trained on one machine.
#[derive(Debug)]
pub(crate) struct PastRuns(Vec<PastRun>);

#[derive(Debug)]
struct PastRun {
    spec: RunSpec,
    work: Work,
    pace: Pace,
    epochs: usize,
    runs_at_once: usize,
}

/// How far a past run is from one that is planned; the first that differs decides.
#[derive(Debug, PartialEq, PartialOrd)]
struct Distance {
    /// Runs were trained at the same time, and will not be, or the other way round.
    others_at_once: bool,
    other_network: bool,
    /// How steps are taken.
    other_steps: bool,
    /// The logarithm of how many times as much it computes.
    multiplications: f64,
}

impl PastRuns {
    /// Those of `store` that were trained on `machine`. A record that cannot be read is none.
    ///
    /// # Errors
    /// When the results folder cannot be read.
    pub(crate) fn read(store: &Store, machine: &Machine) -> Result<Self, RecordError> {
        let runs = store.run_folders()?.into_iter();
        Ok(Self(
            runs.filter_map(|id| PastRun::read(store, &id, machine))
                .collect(),
        ))
    }

    /// The pace of a run of `spec` that is trained with others, `at_once` in all: that of the runs
    /// that are nearest to it. `None` where nothing was trained on this machine.
    pub(crate) fn pace(
        &self,
        spec: &RunSpec,
        work: &Work,
        at_once: usize,
        processor: &Processor,
    ) -> Option<(Pace, PaceSource)> {
        let distances = self.0.iter().map(|past| past.distance(spec, work, at_once));
        let distances: Vec<Distance> = distances.collect();
        let nearest = distances.iter().min_by(|a, b| {
            let order = a.partial_cmp(b);
            order.unwrap_or(std::cmp::Ordering::Equal)
        })?;
        let all = self.0.iter().zip(&distances);
        let chosen = all.filter(|(_, distance)| *distance == nearest);
        let paces = chosen.map(|(past, _)| {
            let pace = past.pace.scaled(&past.work, work);
            // Runs on a CPU share it: each is as much slower as there are more of them.
            let times = match processor {
                Processor::Cpu => at_once as f64 / past.runs_at_once.max(1) as f64,
                Processor::Gpu(_) => 1.0,
            };
            (pace.slower(times), past.epochs as f64)
        });
        let source = match nearest.other_network {
            false => PaceSource::SameNetwork,
            true => PaceSource::OtherNetwork,
        };
        Some((Pace::mean(&paces.collect::<Vec<_>>())?, source))
    }
}

impl PastRun {
    fn read(store: &Store, id: &str, machine: &Machine) -> Option<Self> {
        let record = read_run(store, id).ok().flatten()?;
        if Machine::of(&record.environment)? != *machine {
            return None;
        }
        let metrics = store.metrics(id).ok()?;
        if metrics.len() < FEWEST_EPOCHS {
            return None;
        }
        Some(Self {
            work: Work::recorded(&record)?,
            pace: Pace::recorded(&metrics)?,
            epochs: metrics.len(),
            runs_at_once: record.environment.runs_at_once?,
            spec: record.config,
        })
    }

    fn distance(&self, spec: &RunSpec, work: &Work, at_once: usize) -> Distance {
        let (past, train) = (&self.spec, &spec.train);
        let times = self.work.multiplications / work.multiplications.max(1.0);
        Distance {
            others_at_once: self.runs_at_once != at_once,
            other_network: past.model != spec.model || past.data.input_size != spec.data.input_size,
            other_steps: past.train.batch_size != train.batch_size
                || past.train.optimizer.name() != train.optimizer.name()
                || past.data.augment != spec.data.augment,
            multiplications: times.ln().abs(),
        }
    }
}
