//! In which order.

use std::cmp::Ordering;

use clap::ValueEnum;
use faceoff_study::{ExperimentEntry, RunEntry};

use super::tables::names;

/// What to sort by.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Sort {
    /// Name, or id
    Name,
    /// State
    State,
    /// Epochs done
    Epochs,
    /// Seeds
    Seeds,
    /// Test loss
    TestLoss,
    /// NME
    Nme,
    /// Age
    Age,
    /// Size on disk
    Size,
}

impl Sort {
    /// The order of two experiments of one study.
    pub(super) fn experiments(self, a: &ExperimentEntry, b: &ExperimentEntry) -> Ordering {
        let order = match self {
            Self::Name => Ordering::Equal,
            Self::State => a.state.cmp(&b.state),
            Self::Epochs => a.epochs_done.cmp(&b.epochs_done),
            Self::Seeds => a.seeds.cmp(&b.seeds),
            Self::TestLoss => lower(a.test_loss, b.test_loss),
            Self::Nme => lower(a.nme, b.nme),
            Self::Age => newer(a.age_seconds, b.age_seconds),
            Self::Size => b.bytes.cmp(&a.bytes),
        };
        order.then_with(|| a.name.cmp(&b.name))
    }

    /// The order of two runs.
    pub(super) fn runs(self, a: &RunEntry, b: &RunEntry) -> Ordering {
        let order = match self {
            Self::Name => names(a).cmp(&names(b)),
            Self::State => a.state.cmp(&b.state),
            Self::Epochs => a.epochs_done.cmp(&b.epochs_done),
            Self::Seeds => a.seed.cmp(&b.seed),
            Self::TestLoss => lower(a.test_loss, b.test_loss),
            Self::Nme => lower(a.nme, b.nme),
            Self::Age => newer(a.age_seconds, b.age_seconds),
            Self::Size => b.bytes.cmp(&a.bytes),
        };
        order
            .then_with(|| a.seed.cmp(&b.seed))
            .then_with(|| a.id.cmp(&b.id))
    }
}

/// The lower number first, what has none last.
fn lower(a: Option<f64>, b: Option<f64>) -> Ordering {
    let key = |value: Option<f64>| value.unwrap_or(f64::NAN);
    key(a).total_cmp(&key(b))
}

/// The newest first, what has no age last.
fn newer(a: Option<u64>, b: Option<u64>) -> Ordering {
    let key = |age: Option<u64>| age.unwrap_or(u64::MAX);
    key(a).cmp(&key(b))
}
