//! The epochs recorded so far: their metrics and the network's health.

use faceoff_record::{EpochHealth, EpochMetrics, Store};

use crate::error::Error;

/// Both records, in the order of the epochs.
pub(crate) struct RecordedEpochs {
    /// One for every epoch.
    metrics: Vec<EpochMetrics>,
    /// None for epochs recorded before health was.
    health: Vec<EpochHealth>,
}

impl RecordedEpochs {
    /// What is recorded of the run `id`.
    pub(crate) fn read(store: &Store, id: &str) -> Result<Self, Error> {
        Ok(Self {
            metrics: store.metrics(id)?,
            health: store.health(id)?,
        })
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.metrics.len()
    }

    /// Whether the epoch is recorded with other numbers than those of `line`: trained elsewhere,
    /// to other last bits, so that the rest of that record is not this run's.
    pub(crate) fn differs_at(&self, line: &EpochMetrics) -> bool {
        let before = self.metrics.get(line.epoch);
        before.is_some_and(|before| !same(before, line))
    }

    /// Adds an epoch and writes both records. Where a run is trained again over recorded epochs,
    /// what was recorded stays as long as the numbers are the same; what an older version did not
    /// record is filled in.
    pub(crate) fn keep(
        &mut self,
        store: &Store,
        id: &str,
        line: EpochMetrics,
        health: EpochHealth,
    ) -> Result<(), Error> {
        let epoch = line.epoch;
        let differs = self.differs_at(&line);
        match self.metrics.get_mut(epoch) {
            Some(before) if !differs => {
                if before.train_loss_remeasured.is_none() {
                    before.train_loss_remeasured = line.train_loss_remeasured;
                }
            }
            _ => {
                self.metrics.truncate(epoch);
                self.metrics.push(line);
                // Also what was written before a process was killed between the two files.
                self.health.retain(|other| other.epoch < epoch);
            }
        }
        if let Err(place) = self.health.binary_search_by_key(&epoch, |h| h.epoch) {
            self.health.insert(place, health);
            store.write_health(id, &self.health)?;
        }
        Ok(store.write_metrics(id, &self.metrics)?)
    }
}

fn same(before: &EpochMetrics, line: &EpochMetrics) -> bool {
    let remeasured = before.train_loss_remeasured;
    before.train_loss == line.train_loss
        && before.test_loss == line.test_loss
        && before.validation_loss == line.validation_loss
        && (remeasured.is_none() || remeasured == line.train_loss_remeasured)
}
