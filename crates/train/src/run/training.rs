//! The loop: epochs of steps, records after each, checkpoints now and then.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use candle_core::Tensor;
use faceoff_data::{Scaling, View};
use faceoff_kernels::{Optimizer, mean_loss};
use faceoff_model::{Network, Step};
use faceoff_plan::{RunRecord, write_run};
use faceoff_record::{
    EpochHealth, EpochMetrics, LayerHealth, Predictions, Snapshot, Status, Store, Table,
};

use super::checkpoint::{self, EarlierRecord, Position, Slot};
use super::evaluation::EvaluationImages;
use super::health::{self, StepHealth};
use super::pending_losses::PendingLosses;
use super::predict::predict;
use super::recorded::RecordedEpochs;
use crate::error::Error;
use crate::feed::{Batch, Feed};
use crate::job::Job;
use crate::observe::{Event, Observer};

/// Seconds of training that a killed process may lose.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(120);

/// How training ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All epochs asked for are done.
    Finished,
    /// Asked to stop; everything is saved.
    Stopped,
    /// The loss became NaN or infinite.
    Diverged {
        /// The epoch it happened in, counted from 0.
        epoch: usize,
    },
}

/// The training of a run, under way.
pub(super) struct Training<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) store: &'a Store,
    pub(super) network: Network,
    pub(super) optimizer: Optimizer,
    pub(super) train: Feed<'a>,
    pub(super) test: Feed<'a>,
    pub(super) validation: Feed<'a>,
    pub(super) evaluation: EvaluationImages,
    /// Images that the network's health is measured on.
    pub(super) probe: Tensor,
    /// Epochs done in the end, where the numbers are those recorded.
    pub(super) end: usize,
    /// What `position` is saved to.
    pub(super) slot: Slot,
    pub(super) position: Position,
    /// Losses of steps that `position` does not count yet.
    pub(super) pending: PendingLosses,
    /// Whether each loss is looked at before the next step.
    pub(super) watches_losses: bool,
    pub(super) recorded: RecordedEpochs,
    pub(super) record: RunRecord,
    pub(super) batches: usize,
    pub(super) saved: Instant,
}

impl Training<'_> {
    /// Trains the epochs that are left, until `stop` is set.
    pub(super) fn train(
        &mut self,
        stop: &AtomicBool,
        observer: &mut dyn Observer,
    ) -> Result<Outcome, Error> {
        observer.event(Event::Started {
            epochs: self.target_epochs(),
            done: self.position.epoch,
            batches: self.batches,
        });
        while self.position.epoch < self.target_epochs() {
            match self.epoch(stop, observer)? {
                EpochEnd::Done => {}
                EpochEnd::Stopped => {
                    self.checkpoint()?;
                    return Ok(Outcome::Stopped);
                }
                EpochEnd::Diverged => {
                    let epoch = self.position.epoch;
                    self.record.status = Status::Diverged { epoch };
                    write_run(self.store, &self.record)?;
                    return Ok(Outcome::Diverged { epoch });
                }
            }
        }
        match self.slot {
            Slot::Main => self.checkpoint()?,
            Slot::Repetition => checkpoint::remove(&self.folder(), self.slot)?,
        }
        Ok(Outcome::Finished)
    }

    /// Epochs to be trained, those done included.
    fn target_epochs(&self) -> usize {
        let earlier = self.position.earlier.as_ref();
        self.end.max(earlier.map_or(0, |record| record.epochs))
    }

    /// Whether the network is kept after so many epochs: where that is asked for, and where it was
    /// kept before.
    fn keeps_network(&self, epochs: usize) -> bool {
        let spec = &self.job.config.train;
        let earlier = self.position.earlier.as_ref();
        epochs == spec.epochs
            || spec.snapshots.contains(&epochs)
            || self.record.snapshots.iter().any(|s| s.epochs == epochs)
            || earlier.is_some_and(|earlier| earlier.snapshots.contains(&epochs))
    }

    /// The rest of the epoch under way, with its record.
    fn epoch(&mut self, stop: &AtomicBool, observer: &mut dyn Observer) -> Result<EpochEnd, Error> {
        let spec = &self.job.config.train;
        let epoch = self.position.epoch;
        let batches_in_epoch = self.batches as f64;
        let rate_of = |batch: usize| {
            let position = epoch as f64 + batch as f64 / batches_in_epoch;
            spec.rate(position, 1.0 / batches_in_epoch)
        };
        // An epoch may go on behind its last batch: the rate to be recorded is that batch's.
        let mut rate = rate_of(self.position.batch.saturating_sub(1));
        let batches = self.train.batches(
            &self.job.config.data,
            spec.batch_size,
            spec.seed,
            epoch,
            self.position.batch,
        );
        let batches = batches.map_err(|e| self.job.tensor_error(e))?;
        let mut clock = Instant::now();
        for batch in batches {
            self.position.waiting_seconds += clock.elapsed().as_secs_f64();
            rate = rate_of(self.position.batch);
            batch
                .and_then(|batch| self.step(&batch, rate))
                .map_err(|e| self.job.tensor_error(e))?;
            if self.watches_losses && !self.count_losses()? {
                return Ok(EpochEnd::Diverged);
            }
            self.position.seconds += clock.elapsed().as_secs_f64();
            clock = Instant::now();
            let Position {
                images,
                loss_sum,
                seconds,
                ..
            } = self.position;
            observer.event(Event::Batch {
                epoch,
                done: self.position.batch,
                loss: self.pending.is_empty().then(|| loss_sum / images as f64),
                images_per_second: images as f64 / seconds,
            });
            let stopped = stop.load(Ordering::Relaxed);
            if stopped || self.saved.elapsed() > CHECKPOINT_EVERY {
                if !self.count_losses()? {
                    return Ok(EpochEnd::Diverged);
                }
                self.position.seconds += clock.elapsed().as_secs_f64();
                if stopped {
                    return Ok(EpochEnd::Stopped);
                }
                self.checkpoint()?;
                clock = Instant::now();
            }
        }
        if self.position.batch < self.batches {
            return Err(Error::EpochCutShort {
                run: self.job.id.to_owned(),
                epoch,
                batches: self.position.batch,
                of: self.batches,
            });
        }
        if !self.count_losses()? {
            return Ok(EpochEnd::Diverged);
        }
        self.position.seconds += clock.elapsed().as_secs_f64();
        self.finish_epoch(rate, observer)
    }

    /// Takes one step. The loss, the batch's mean before the step, is left where it was computed.
    fn step(&mut self, batch: &Batch, rate: f64) -> candle_core::Result<()> {
        let spec = &self.job.config.train;
        let step = Step {
            seed: spec.seed,
            number: (self.position.epoch * self.batches + self.position.batch) as u64,
        };
        let predictions = self.network.forward_train(&batch.images, step)?;
        let loss = mean_loss(spec.loss, &predictions, &batch.targets)?;
        let images = batch.images.dim(0)?;
        self.pending.push(&loss, images);
        let scaled = if spec.loss_scale == 1.0 {
            loss
        } else {
            (loss * spec.loss_scale)?
        };
        let gradients = faceoff_kernels::backward(&scaled)?;
        if self.position.batch + 1 == self.batches {
            let before = StepHealth::new(&self.network, &gradients)?;
            self.optimizer.step(&gradients, rate)?;
            self.position.last_step = before.after(&self.network)?;
        } else {
            self.optimizer.step(&gradients, rate)?;
        }
        self.position.batch += 1;
        self.position.images += images;
        Ok(())
    }

    /// Adds up the losses that are not counted yet. Says whether all were finite.
    fn count_losses(&mut self) -> Result<bool, Error> {
        let losses = self.pending.fetch();
        for (loss, images) in losses.map_err(|e| self.job.tensor_error(e))? {
            if !loss.is_finite() {
                return Ok(false);
            }
            self.position.loss_sum += loss * images as f64;
        }
        Ok(true)
    }

    /// Losses, health, metrics and snapshot after an epoch's last batch.
    fn finish_epoch(
        &mut self,
        learning_rate: f64,
        observer: &mut dyn Observer,
    ) -> Result<EpochEnd, Error> {
        let spec = &self.job.config.train;
        let Position {
            epoch,
            loss_sum,
            images,
            seconds,
            waiting_seconds,
            ..
        } = self.position;
        let clock = Instant::now();
        let done = epoch + 1;
        let evaluated = epoch.is_multiple_of(spec.evaluate_every);
        let kept = self.keeps_network(done);
        let measured = if evaluated || kept {
            Some(self.measure()?)
        } else {
            None
        };
        let losses = measured.as_ref().map(|measured| measured.losses);
        if losses.is_some_and(|losses| !losses.are_finite()) {
            return Ok(EpochEnd::Diverged);
        }
        let recorded = losses.filter(|_| evaluated);
        let train_loss_remeasured = self.remeasured(evaluated)?;
        let layers =
            health::layers(&self.network, &self.probe).map_err(|e| self.job.tensor_error(e))?;
        let line = EpochMetrics {
            epoch,
            train_loss: loss_sum / images as f64,
            train_loss_remeasured,
            test_loss: recorded.map(|losses| losses.test),
            validation_loss: recorded.and_then(|losses| losses.validation),
            learning_rate,
            seconds,
            waiting_seconds: Some(waiting_seconds),
            evaluation_seconds: Some(clock.elapsed().as_secs_f64()),
            images_per_second: images as f64 / seconds.max(f64::EPSILON),
        };
        if self.recorded.differs_at(&line) {
            self.replace_record(observer)?;
        }
        self.record_epoch(line.clone(), layers)?;
        observer.event(Event::Epoch(&line));
        self.position = Position {
            epoch: done,
            earlier: self.position.earlier.take(),
            ..Position::default()
        };
        if let (true, Some(measured)) = (kept, measured) {
            let snapshot = Snapshot {
                epochs: done,
                test_loss: measured.losses.test,
                validation_loss: measured.losses.validation,
            };
            self.keep_snapshot(measured, &snapshot)?;
            observer.event(Event::Snapshot(&snapshot));
        }
        Ok(EpochEnd::Done)
    }

    /// What the network predicts for the test and the validation images, with its losses.
    fn measure(&self) -> Result<Measured, Error> {
        let (loss, samples) = (self.job.config.train.loss, &self.evaluation.samples);
        let test = self.predict(&self.test, &self.evaluation.test)?;
        let validation = self.predict(&self.validation, &self.evaluation.validation)?;
        let losses = Losses {
            test: loss.mean(&test.values, &samples.test.truth.values),
            validation: (!validation.is_empty())
                .then(|| loss.mean(&validation.values, &samples.validation.truth.values)),
        };
        Ok(Measured {
            test,
            validation,
            losses,
        })
    }

    fn predict(&self, feed: &Feed<'_>, views: &[View]) -> Result<Table, Error> {
        let scaling = Scaling::of(&self.job.config.data.augment);
        predict(&self.network, feed, views, scaling).map_err(|e| self.job.tensor_error(e))
    }

    /// The mean loss over the training images that are evaluated, measured as the test loss is.
    /// `None` where it is no finite number: that is no reason to end a run.
    fn remeasured(&self, evaluated: bool) -> Result<Option<f64>, Error> {
        if !evaluated {
            return Ok(None);
        }
        let found = self.predict(&self.train, &self.evaluation.train)?.values;
        let loss = self.job.config.train.loss;
        let loss = loss.mean(&found, &self.evaluation.train_truth.values);
        Ok(Some(loss).filter(|loss| loss.is_finite()))
    }

    /// Replaces the record from the epoch under way on, whose numbers are others than those
    /// recorded. All that the record held is trained again.
    fn replace_record(&mut self, observer: &mut dyn Observer) -> Result<(), Error> {
        let (epoch, asked) = (self.position.epoch, self.target_epochs());
        // A process that is killed below comes here again, when the record is already shorter.
        if self.position.earlier.is_none() {
            let kept = self.record.snapshots.iter().map(|kept| kept.epochs);
            self.position.earlier = Some(EarlierRecord {
                epochs: self.recorded.count(),
                snapshots: kept.filter(|&kept| kept > epoch).collect(),
            });
            // A repetition beside the state takes the state's place, which belongs to the earlier
            // numbers.
            let slot = std::mem::replace(&mut self.slot, Slot::Main);
            self.checkpoint()?;
            if slot == Slot::Repetition {
                checkpoint::remove(&self.folder(), slot)?;
            }
        }
        // If the run diverged before, it need not with these numbers.
        self.record.status = Status::Partial;
        if self.target_epochs() > asked {
            observer.event(Event::Lengthened {
                epochs: self.target_epochs(),
            });
        }
        self.record.snapshots.retain(|kept| kept.epochs <= epoch);
        Ok(write_run(self.store, &self.record)?)
    }

    /// Records the metrics of the epoch under way and the network's health after it.
    fn record_epoch(&mut self, line: EpochMetrics, layers: Vec<LayerHealth>) -> Result<(), Error> {
        let health = EpochHealth {
            epoch: line.epoch,
            images: self.probe.dims().first().copied().unwrap_or_default(),
            layers,
            parameters: std::mem::take(&mut self.position.last_step),
        };
        self.recorded.keep(self.store, self.job.id, line, health)
    }

    fn keep_snapshot(&mut self, measured: Measured, snapshot: &Snapshot) -> Result<(), Error> {
        let (id, epochs) = (self.job.id, snapshot.epochs);
        let predictions = Predictions {
            test: measured.test,
            train: self.predict(&self.train, self.evaluation.predicted_train())?,
            validation: measured.validation,
        };
        self.store.write_predictions(id, epochs, &predictions)?;
        let weights = self.network.to_bytes()?;
        faceoff_files::write_atomically(&self.store.snapshot_path(id, epochs), &[&weights])?;
        self.record.snapshots.retain(|s| s.epochs != epochs);
        self.record.snapshots.push(snapshot.clone());
        self.record.snapshots.sort_by_key(|s| s.epochs);
        let all = self.recorded.count() >= self.record.config.train.epochs;
        if all && self.record.status == Status::Partial {
            self.record.status = Status::Finished;
        }
        Ok(write_run(self.store, &self.record)?)
    }

    fn checkpoint(&mut self) -> Result<(), Error> {
        let state = (&self.network, &self.optimizer, &self.position);
        checkpoint::save(&self.folder(), self.slot, state)?;
        self.saved = Instant::now();
        Ok(())
    }

    /// Where the run's state is kept.
    fn folder(&self) -> PathBuf {
        self.store.checkpoint_folder(self.job.id)
    }
}

enum EpochEnd {
    Done,
    Stopped,
    Diverged,
}

/// What the network predicts for whole sets after an epoch.
struct Measured {
    test: Table,
    /// Empty where there is no validation set.
    validation: Table,
    losses: Losses,
}

/// Mean losses over whole sets after an epoch.
#[derive(Clone, Copy)]
struct Losses {
    test: f64,
    /// None where there is no validation set.
    validation: Option<f64>,
}

impl Losses {
    fn are_finite(self) -> bool {
        self.test.is_finite() && self.validation.is_none_or(f64::is_finite)
    }
}
