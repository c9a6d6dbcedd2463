//! Whether a run's loss still falls at the end, and what more epochs would bring.

use faceoff_config::ScheduleShape;
use faceoff_measure::{TrendVerdict, trend};

use super::{Evidence, Finding, FindingKind, change_with_interval, with_interval};
use crate::numbers::{percent, short, thousands};
use crate::study_data::EntryData;

/// Seed of the forecast's resampling: the same record gives the same words.
const SEED: u64 = 0;

/// The headline where the loss fell to the end, but more epochs need not lower it.
const MAY_FALL: &str = "May still fall";

/// The finding, with the loss at twice the epochs. It looks at the test loss, or at the train
/// loss where that was measured too seldom.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let metrics = entry.metrics();
    let (epochs, losses): (Vec<usize>, Vec<f64>) = metrics
        .iter()
        .filter_map(|line| Some((line.epoch, line.test_loss?)))
        .unzip();
    let of_test = trend(&epochs, &losses, SEED).map(|found| ("test", found));
    let (curve, found) = of_test.or_else(|| {
        let epochs: Vec<usize> = metrics.iter().map(|line| line.epoch).collect();
        let losses: Vec<f64> = metrics.iter().map(|line| line.train_loss).collect();
        trend(&epochs, &losses, SEED).map(|found| ("train", found))
    })?;
    if found.verdict != TrendVerdict::StillFalling {
        return None;
    }
    let change = change_with_interval(found.change, &found.interval);
    let over = format!("Change of the {curve} loss over the last third");
    let mut evidence = vec![
        Evidence::new(&over, change),
        Evidence::new(
            &format!("Fitted {curve} loss at the end"),
            short(found.final_loss),
        ),
    ];
    let (headline, sentence) = match entry.run.record.config.train.schedule.shape {
        ScheduleShape::Constant => {
            if let Some(forecast) = &found.forecast {
                let what = format!(
                    "After {} epochs, on the same curve",
                    thousands(forecast.epochs)
                );
                let value = with_interval(forecast.loss, &forecast.interval);
                evidence.push(Evidence::new(&what, value));
            }
            let headline = match found.would_gain() {
                true => "Undertrained",
                false => MAY_FALL,
            };
            // The headline says already what that comes to.
            let words = found.words();
            let change = words.split_once(": ").map_or(&*words, |(_, change)| change);
            let change = change.replacen(" over the last third", "", 1);
            let sentence = format!("Change of the {curve} loss over the last third: {change}");
            (headline, sentence)
        }
        // More epochs at a rate that changes would be on another curve.
        ScheduleShape::Step { .. } | ScheduleShape::Cosine { .. } => (
            MAY_FALL,
            format!(
                "The {curve} loss fell to the end: {} over the last third. More epochs would change \
                 the schedule, and so the curve: what they would bring is not known.",
                percent(found.change)
            ),
        ),
    };
    Some(Finding {
        kind: FindingKind::Undertrained,
        headline: headline.to_owned(),
        sentence,
        evidence,
    })
}
