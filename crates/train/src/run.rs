//! The loop: epochs of steps, records after each, checkpoints now and then.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use candle_core::Tensor;
use faceoff_data::View;
use faceoff_kernels::Optimizer;
use faceoff_model::{Network, Step};
use faceoff_record::{
    EpochHealth, EpochMetrics, FORMAT, LayerHealth, Predictions, RunRecord, Snapshot, Status,
    Store, Table,
};

use crate::checkpoint::{self, Owed, Progress, Slot};
use crate::constant::constant_face;
use crate::epochs::Epochs;
use crate::evaluate::answers;
use crate::gallery::{Fed, Gallery};
use crate::health::{self, BeforeStep};
use crate::job::Job;
use crate::losses::Losses;
use crate::samples::{Chosen, choose};
use crate::{Error, Event, Observer, memory, optimize};

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

/// Trains what is missing of `job`: its epochs to their end, going on from where its record
/// stands, and again those after which a network is wanted that was not kept.
///
/// Set `stop` and it ends after the batch under way with everything saved.
///
/// # Errors
/// When the network does not fit the pictures, there is nothing to train on, another process
/// trains the same run, or the record cannot be read or kept. Epochs and networks recorded before
/// stay as they were.
pub fn train(
    job: &Job<'_>,
    store: &Store,
    stop: &AtomicBool,
    observer: &mut dyn Observer,
) -> Result<Outcome, Error> {
    faceoff_kernels::keep_freed_memory();
    let _lock = store.lock(job.id)?;
    // Once for what is repeated, if anything is, and once for what is new.
    loop {
        let run = Run::open(job, store, observer);
        let outcome = match run.map_err(|error| memory::explained(error, job))? {
            None => break,
            Some(mut run) => run.train(stop, observer),
        };
        match outcome.map_err(|error| memory::explained(error, job))? {
            Outcome::Finished => {}
            ended => return Ok(ended),
        }
    }
    Ok(match store.run(job.id)?.map(|record| record.status) {
        Some(Status::Diverged { epoch }) if epoch < job.config.train.epochs => {
            Outcome::Diverged { epoch }
        }
        _ => Outcome::Finished,
    })
}

struct Run<'a> {
    job: &'a Job<'a>,
    store: &'a Store,
    network: Network,
    optimizer: Optimizer,
    train: Gallery<'a>,
    test: Gallery<'a>,
    chosen: Chosen,
    /// Images that the network's health is measured on.
    probe: Tensor,
    /// Epochs done in the end, where the numbers are those recorded.
    end: usize,
    /// What `progress` is saved to.
    slot: Slot,
    progress: Progress,
    /// Of steps that `progress` does not count the loss of yet.
    losses: Losses,
    /// Whether each loss is looked at before the next step.
    watched: bool,
    epochs: Epochs,
    record: RunRecord,
    batches: usize,
    saved: Instant,
}

impl Run<'_> {
    fn train(&mut self, stop: &AtomicBool, observer: &mut dyn Observer) -> Result<Outcome, Error> {
        observer.event(Event::Started {
            epochs: self.until(),
            done: self.progress.epoch,
            batches: self.batches,
        });
        while self.progress.epoch < self.until() {
            match self.epoch(stop, observer)? {
                EpochEnd::Done => {}
                EpochEnd::Stopped => {
                    self.checkpoint()?;
                    return Ok(Outcome::Stopped);
                }
                EpochEnd::Diverged => {
                    let epoch = self.progress.epoch;
                    self.record.status = Status::Diverged { epoch };
                    self.store.write_run(&self.record)?;
                    return Ok(Outcome::Diverged { epoch });
                }
            }
        }
        match self.slot {
            Slot::Main => self.checkpoint()?,
            Slot::Again => checkpoint::remove(&self.folder(), self.slot)?,
        }
        Ok(Outcome::Finished)
    }

    /// Epochs to be trained, those done included.
    fn until(&self) -> usize {
        let owed = self.progress.owed.as_ref().map_or(0, |owed| owed.epochs);
        self.end.max(owed)
    }

    /// Whether the network is kept after so many epochs: where that is asked for, and where it was
    /// kept before.
    fn keeps(&self, epochs: usize) -> bool {
        let spec = &self.job.config.train;
        let owed = self.progress.owed.as_ref();
        epochs == spec.epochs
            || spec.snapshots.contains(&epochs)
            || self.record.snapshots.iter().any(|s| s.epochs == epochs)
            || owed.is_some_and(|owed| owed.snapshots.contains(&epochs))
    }

    /// The rest of the epoch under way, with its record.
    fn epoch(&mut self, stop: &AtomicBool, observer: &mut dyn Observer) -> Result<EpochEnd, Error> {
        let spec = &self.job.config.train;
        let epoch = self.progress.epoch;
        let batches_in_epoch = self.batches as f64;
        let rate_of = |batch: usize| {
            let position = epoch as f64 + batch as f64 / batches_in_epoch;
            spec.rate(position, 1.0 / batches_in_epoch)
        };
        // An epoch may go on behind its last batch: the rate to be recorded is that batch's.
        let mut rate = rate_of(self.progress.batch.saturating_sub(1));
        let batches = self.train.batches(
            &self.job.config.data,
            spec.batch_size,
            spec.seed,
            epoch,
            self.progress.batch,
        );
        let batches = batches.map_err(|e| self.job.tensor_error(e))?;
        let mut clock = Instant::now();
        for fed in batches {
            self.progress.waiting_seconds += clock.elapsed().as_secs_f64();
            rate = rate_of(self.progress.batch);
            fed.and_then(|fed| self.step(&fed, rate))
                .map_err(|e| self.job.tensor_error(e))?;
            if self.watched && !self.count_losses()? {
                return Ok(EpochEnd::Diverged);
            }
            self.progress.seconds += clock.elapsed().as_secs_f64();
            clock = Instant::now();
            let Progress {
                images,
                loss_sum,
                seconds,
                ..
            } = self.progress;
            observer.event(Event::Batch {
                epoch,
                done: self.progress.batch,
                loss: self.losses.is_empty().then(|| loss_sum / images as f64),
                images_per_second: images as f64 / seconds,
            });
            let stopped = stop.load(Ordering::Relaxed);
            if stopped || self.saved.elapsed() > CHECKPOINT_EVERY {
                if !self.count_losses()? {
                    return Ok(EpochEnd::Diverged);
                }
                self.progress.seconds += clock.elapsed().as_secs_f64();
                if stopped {
                    return Ok(EpochEnd::Stopped);
                }
                self.checkpoint()?;
                clock = Instant::now();
            }
        }
        if self.progress.batch < self.batches {
            return Err(Error::EpochCutShort {
                run: self.job.id.to_owned(),
                epoch,
                batches: self.progress.batch,
                of: self.batches,
            });
        }
        if !self.count_losses()? {
            return Ok(EpochEnd::Diverged);
        }
        self.progress.seconds += clock.elapsed().as_secs_f64();
        self.finish_epoch(rate, observer)
    }

    /// One step. Its loss, the mean over the batch before the step, is left where it was computed.
    fn step(&mut self, fed: &Fed, rate: f64) -> candle_core::Result<()> {
        let spec = &self.job.config.train;
        let step = Step {
            seed: spec.seed,
            number: (self.progress.epoch * self.batches + self.progress.batch) as u64,
        };
        let predictions = self.network.forward_train(&fed.images, step)?;
        let loss = optimize::loss(&spec.loss).forward(&predictions, &fed.targets)?;
        let images = fed.images.dim(0)?;
        self.losses.push(&loss, images);
        let scaled = if spec.loss_scale == 1.0 {
            loss
        } else {
            (loss * spec.loss_scale)?
        };
        let gradients = faceoff_kernels::backward(&scaled)?;
        if self.progress.batch + 1 == self.batches {
            let before = BeforeStep::new(&self.network, &gradients)?;
            self.optimizer.step(&gradients, rate)?;
            self.progress.last_step = before.after(&self.network)?;
        } else {
            self.optimizer.step(&gradients, rate)?;
        }
        self.progress.batch += 1;
        self.progress.images += images;
        Ok(())
    }

    /// Adds up the losses that are not counted yet; whether all were numbers.
    fn count_losses(&mut self) -> Result<bool, Error> {
        let losses = self.losses.fetch();
        for (loss, images) in losses.map_err(|e| self.job.tensor_error(e))? {
            if !loss.is_finite() {
                return Ok(false);
            }
            self.progress.loss_sum += loss * images as f64;
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
        let Progress {
            epoch,
            loss_sum,
            images,
            seconds,
            waiting_seconds,
            ..
        } = self.progress;
        let clock = Instant::now();
        let done = epoch + 1;
        let evaluated = epoch.is_multiple_of(spec.evaluate_every);
        let kept = self.keeps(done);
        let answered = if evaluated || kept {
            Some(self.answers(&self.test, &self.chosen.test)?)
        } else {
            None
        };
        let test_loss = answered.as_ref().map(|table| {
            spec.loss
                .mean(&table.values, &self.chosen.samples.test.truth.values)
        });
        if test_loss.is_some_and(|loss| !loss.is_finite()) {
            return Ok(EpochEnd::Diverged);
        }
        let train_loss_remeasured = self.remeasured(evaluated)?;
        let layers =
            health::layers(&self.network, &self.probe).map_err(|e| self.job.tensor_error(e))?;
        let line = EpochMetrics {
            epoch,
            train_loss: loss_sum / images as f64,
            train_loss_remeasured,
            test_loss: test_loss.filter(|_| evaluated),
            learning_rate,
            seconds,
            waiting_seconds: Some(waiting_seconds),
            evaluation_seconds: Some(clock.elapsed().as_secs_f64()),
            images_per_second: images as f64 / seconds.max(f64::EPSILON),
        };
        if self.epochs.part_at(&line) {
            self.owe(observer)?;
        }
        self.keep_line(line.clone(), layers)?;
        observer.event(Event::Epoch(&line));
        self.progress = Progress {
            epoch: done,
            owed: self.progress.owed.take(),
            ..Progress::default()
        };
        if let (true, Some(test), Some(test_loss)) = (kept, answered, test_loss) {
            let snapshot = Snapshot {
                epochs: done,
                test_loss,
            };
            self.keep_snapshot(test, &snapshot)?;
            observer.event(Event::Snapshot(&snapshot));
        }
        Ok(EpochEnd::Done)
    }

    fn answers(&self, gallery: &Gallery<'_>, views: &[View]) -> Result<Table, Error> {
        answers(&self.network, gallery, views).map_err(|e| self.job.tensor_error(e))
    }

    /// Mean loss over the fixed training images, as the test loss is measured. It is no reason to
    /// end a run, so where it is no finite number there is none.
    fn remeasured(&self, evaluated: bool) -> Result<Option<f64>, Error> {
        if !evaluated {
            return Ok(None);
        }
        let found = self.answers(&self.train, &self.chosen.fixed)?.values;
        let loss = self.job.config.train.loss;
        let loss = loss.mean(&found, &self.chosen.fixed_truth.values);
        Ok(Some(loss).filter(|loss| loss.is_finite()))
    }

    /// Parts with the record from the epoch under way on, to train again what it held.
    fn owe(&mut self, observer: &mut dyn Observer) -> Result<(), Error> {
        let (epoch, asked) = (self.progress.epoch, self.until());
        // A process killed below comes here again, and then the record no longer says it.
        if self.progress.owed.is_none() {
            let kept = self.record.snapshots.iter().map(|kept| kept.epochs);
            self.progress.owed = Some(Owed {
                epochs: self.epochs.count(),
                snapshots: kept.filter(|&kept| kept > epoch).collect(),
            });
            // What was repeated beside the state takes its place: that belongs to other numbers.
            let slot = std::mem::replace(&mut self.slot, Slot::Main);
            self.checkpoint()?;
            if slot == Slot::Again {
                checkpoint::remove(&self.folder(), slot)?;
            }
        }
        // Where it diverged before, these numbers need not.
        self.record.status = Status::Partial;
        if self.until() > asked {
            observer.event(Event::Lengthened {
                epochs: self.until(),
            });
        }
        self.record.snapshots.retain(|kept| kept.epochs <= epoch);
        Ok(self.store.write_run(&self.record)?)
    }

    /// Adds the line, with the network's health.
    fn keep_line(&mut self, line: EpochMetrics, layers: Vec<LayerHealth>) -> Result<(), Error> {
        let health = EpochHealth {
            epoch: line.epoch,
            images: self.probe.dims().first().copied().unwrap_or_default(),
            layers,
            parameters: std::mem::take(&mut self.progress.last_step),
        };
        self.epochs.keep(self.store, self.job.id, line, health)
    }

    fn keep_snapshot(&mut self, test: Table, snapshot: &Snapshot) -> Result<(), Error> {
        let (id, epochs) = (self.job.id, snapshot.epochs);
        let train = self.answers(&self.train, self.chosen.pictured())?;
        self.store
            .write_predictions(id, epochs, &Predictions { test, train })?;
        let weights = self.network.to_bytes()?;
        faceoff_files::write_atomically(&self.store.snapshot_path(id, epochs), &[&weights])?;
        self.record.snapshots.retain(|s| s.epochs != epochs);
        self.record.snapshots.push(snapshot.clone());
        self.record.snapshots.sort_by_key(|s| s.epochs);
        let all = self.epochs.count() >= self.record.config.train.epochs;
        if all && self.record.status == Status::Partial {
            self.record.status = Status::Finished;
        }
        Ok(self.store.write_run(&self.record)?)
    }

    fn checkpoint(&mut self) -> Result<(), Error> {
        let state = (&self.network, &self.optimizer, &self.progress);
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

mod open;

#[cfg(test)]
#[path = "../tests/common/mod.rs"]
mod common;

#[cfg(test)]
mod tests;
