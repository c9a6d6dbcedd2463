//! One run's record.

use std::collections::BTreeMap;

use faceoff_landmarks::Scheme;
use faceoff_measure::{ConstantCheck, Units};
use faceoff_plan::RunRecord;
use faceoff_record::{Annotations, EpochHealth, EpochMetrics, Predictions, Sample, Samples};

use super::known::Known;
use crate::diagnosis::Finding;
use crate::scores::ImageScores;

/// One run's record, read whole.
#[derive(Clone, Debug)]
pub(crate) struct RunData {
    /// What was trained and how far it got.
    pub(crate) record: RunRecord,
    /// What it has in common with the trainings of its settings from other seeds.
    pub(crate) settings: String,
    /// What landmarks its faces have.
    pub(crate) scheme: &'static Scheme,
    /// A line for each epoch, in order.
    pub(crate) metrics: Vec<EpochMetrics>,
    /// The network's health, a line for each epoch, in order; older records have none.
    pub(crate) health: Vec<EpochHealth>,
    /// The images it is tested on.
    pub(crate) samples: Samples,
    /// What it predicted, by epochs of training.
    pub(crate) predictions: BTreeMap<usize, Predictions>,
    /// What people say of it.
    pub(crate) annotations: Annotations,
    /// What was worked out from all this, which does not change once it is read.
    pub(crate) known: KnownOfRun,
}

/// What was worked out from a run's record, by epochs of training.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownOfRun {
    /// Errors of its predictions for the test images; those of the mean face have no epochs.
    pub(crate) scores: Known<Option<usize>, ImageScores>,
    /// Whether it predicts a constant.
    pub(crate) constant: Known<usize, Option<ConstantCheck>>,
    /// What its diagnosis found.
    pub(crate) findings: Known<usize, Vec<Finding>>,
}

/// Whether two runs are tested on the same images, so that their errors compare.
pub(crate) fn same_images(a: &RunData, b: &RunData) -> bool {
    let [a, b] = [a, b].map(|run| &run.samples.test);
    a.samples == b.samples && a.truth == b.truth
}

/// The people on `samples`, who are independent of each other as images of one person are not.
/// An image of which nothing says who is on it stands for itself.
pub(crate) fn people<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> Units {
    let unit = |sample: &'a Sample| sample.person.as_deref().ok_or(&*sample.file);
    let units: Vec<Result<&str, &str>> = samples.into_iter().map(unit).collect();
    match units.iter().any(Result::is_ok) {
        true => Units::people(&units),
        false => Units::single_images(units.len()),
    }
}
