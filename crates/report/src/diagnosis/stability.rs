//! Whether a run's train loss spiked, ran away or became no number.

use faceoff_measure::{Stability, StabilityVerdict, stability};
use faceoff_record::Status;

use super::finding::{Evidence, Finding, FindingKind};
use crate::format::{count, short};
use crate::study::EntryData;

/// Spikes listed one by one.
const LISTED: usize = 12;

/// The finding, with every spike's epoch.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let metrics = entry.metrics();
    let mut epochs: Vec<usize> = metrics.iter().map(|line| line.epoch).collect();
    let mut losses: Vec<f64> = metrics.iter().map(|line| line.train_loss).collect();
    // The epoch of a loss that is no number has no line of its own.
    if let Status::Diverged { epoch } = entry.run.record.status
        && epoch < entry.entry.epoch
    {
        epochs.push(epoch);
        losses.push(f64::NAN);
    }
    let check = stability(&epochs, &losses);
    let headline = match (check.verdict, check.not_finite) {
        (StabilityVerdict::Steady, _) => return None,
        (StabilityVerdict::Spikes, _) => "Unstable",
        (StabilityVerdict::Diverged, Some(_)) => "Diverged",
        (StabilityVerdict::Diverged, None) => "Ran away",
    };
    let mut evidence = Vec::new();
    if !check.spikes.is_empty() {
        let listed = check.spikes.iter().take(LISTED);
        let mut words: Vec<_> = listed
            .map(|spike| format!("epoch {} ({}×)", spike.epoch, short(spike.height)))
            .collect();
        let more = check.spikes.len().saturating_sub(LISTED);
        if more > 0 {
            words.push(format!("{more} more"));
        }
        let what = format!("{} of the train loss", count(check.spikes.len(), "spike"));
        evidence.push(Evidence::new(&what, words.join(", ")));
        evidence.push(Evidence::new("Counted as a spike", Stability::definition()));
    }
    if let Some(level) = check.final_level {
        let of = count(check.level_of, "epoch");
        let value = format!("{} times the lowest median of as many", short(level));
        evidence.push(Evidence::new(
            &format!("Median train loss of the last {of}"),
            value,
        ));
    }
    Some(Finding {
        kind: FindingKind::Unstable,
        headline: headline.to_owned(),
        sentence: check.words(),
        evidence,
    })
}
