//! How good a single run is, read from its record alone.

use faceoff_record::Store;
use serde::Serialize;

use super::means::{Scores, of_predictions};
use crate::Error;
use crate::study::read_some;

/// What a run's network scores on its test images.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measures {
    /// Epochs of training behind the network.
    pub epochs: usize,
    /// Means over the test images.
    #[serde(flatten)]
    pub scores: Scores,
}

/// What the network of run `id` scores that was kept after `epochs` epochs, or last where none are
/// given; `None` where no such network was kept.
///
/// # Errors
/// A record that cannot be read, or whose parts do not go together.
pub fn measures(store: &Store, id: &str, epochs: Option<usize>) -> Result<Option<Measures>, Error> {
    let Some(record) = faceoff_plan::read_run(store, id)? else {
        return Ok(None);
    };
    let kept = record.snapshots.iter().map(|kept| kept.epochs);
    let kept = kept.filter(|kept| epochs.is_none_or(|epochs| epochs == *kept));
    let Some(last) = kept.max() else {
        return Ok(None);
    };
    let run = read_some(store, id, |kept| kept == last)?;
    let measured = run.as_ref().and_then(|run| {
        let predictions = run.predictions.get(&last)?;
        let scores = of_predictions(predictions, run);
        Some(Measures {
            epochs: last,
            scores,
        })
    });
    Ok(measured)
}
