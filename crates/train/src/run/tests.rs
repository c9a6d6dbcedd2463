//! The loop as it runs on a GPU.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

use candle_core::Device;
use faceoff_data::evaluation_views;
use faceoff_plan::read_run;
use faceoff_record::Store;
use faceoff_spec::{Flip, RunSpec};

use super::common::{Case, ID, config, with_job};
use super::{Outcome, open};
use crate::Predictor;
use crate::observe::{Event, Observer};

/// Sets the flag after so many batches.
struct After<'a>(Cell<usize>, &'a AtomicBool);

impl Observer for After<'_> {
    fn event(&mut self, event: Event<'_>) {
        if let Event::Batch { .. } = event {
            self.0.set(self.0.get().saturating_sub(1));
            if self.0.get() == 0 {
                self.1.store(true, Ordering::Relaxed);
            }
        }
    }
}

/// Trains as on a GPU where `watches_losses` is false, stopping every `stop` batches.
fn trained(
    case: &Case,
    name: &str,
    config: &RunSpec,
    watches_losses: bool,
    stop: usize,
) -> (Outcome, Store) {
    let store = case.store(name);
    let outcome = with_job(&Device::Cpu, &case.faces, config, |job| {
        loop {
            let flag = AtomicBool::new(false);
            let mut observer = After(Cell::new(stop), &flag);
            let Some(mut run) = open::open(job, &store, &mut observer).unwrap() else {
                return Outcome::Finished;
            };
            run.watches_losses = watches_losses;
            let outcome = run.train(&flag, &mut observer).unwrap();
            if outcome != Outcome::Stopped {
                return outcome;
            }
        }
    });
    (outcome, store)
}

#[test]
fn a_kept_network_predicts_what_is_recorded_of_it() {
    let case = Case::new();
    let mut mirrored = config(2);
    mirrored.data.augment.flip = Flip(0.5);
    for (name, config) in [("plain", config(2)), ("mirrored", mirrored)] {
        let (_, store) = trained(&case, name, &config, true, usize::MAX);
        let record = read_run(&store, ID).unwrap().unwrap();
        let predictor = Predictor::load(&store, &record, 2, &Device::Cpu).unwrap();
        let test = &case.faces.test;
        let views = evaluation_views(test, predictor.input_size(), 0..test.len());
        let predicted = predictor.predict(test, &views).unwrap();
        assert_eq!(predicted, store.predictions(ID, 2).unwrap().test, "{name}");
        assert!(Predictor::load(&store, &record, 1, &Device::Cpu).is_err());
    }
}

#[test]
fn losses_counted_once_an_epoch_come_to_the_same_record() {
    let case = Case::new();
    let record = |name, watches_losses, stop| {
        let (outcome, store) = trained(&case, name, &config(3), watches_losses, stop);
        assert_eq!(outcome, Outcome::Finished);
        let mut metrics = store.metrics(ID).unwrap();
        for line in &mut metrics {
            (line.seconds, line.images_per_second) = (0.0, 0.0);
            (line.waiting_seconds, line.evaluation_seconds) = (None, None);
        }
        let network = std::fs::read(store.snapshot_path(ID, 3)).unwrap();
        (metrics, store.health(ID).unwrap(), network)
    };
    let reference = record("watches_losses", true, usize::MAX);
    assert_eq!(record("unwatched", false, usize::MAX), reference);
    assert_eq!(record("unwatched, stopped", false, 3), reference);
}

#[test]
fn divergence_is_found_in_the_same_epoch() {
    let case = Case::new();
    let mut wild = config(4);
    wild.train.learning_rate = 1e30;
    wild.train.schedule.warmup = 0.0;
    let (expected, _) = trained(&case, "watches_losses", &wild, true, usize::MAX);
    assert!(matches!(expected, Outcome::Diverged { .. }), "{expected:?}");
    for (name, stop) in [("unwatched", usize::MAX), ("unwatched, stopped", 3)] {
        let (outcome, store) = trained(&case, name, &wild, false, stop);
        assert_eq!(outcome, expected, "{name}");
        let Outcome::Diverged { epoch } = outcome else {
            unreachable!()
        };
        assert_eq!(store.metrics(ID).unwrap().len(), epoch);
    }
}
