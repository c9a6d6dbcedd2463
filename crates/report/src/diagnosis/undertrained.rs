//! Whether a run's loss still falls at the end, and what more epochs would bring.

use faceoff_config::ScheduleShape;
use faceoff_measure::{TrendVerdict, trend};

use super::{Evidence, Finding, FindingKind, with_interval};
use crate::numbers::{percent, short, thousands, uncapital};
use crate::study_data::EntryData;

/// Seed of the forecast's resampling: the same record gives the same words.
const SEED: u64 = 0;

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
    let change = format!(
        "{} ({:.0} % interval {} to {})",
        percent(found.change),
        100.0 * found.interval.level,
        percent(found.interval.low),
        percent(found.interval.high)
    );
    let over = format!("Change of the {curve} loss over the last third");
    let mut evidence = vec![
        Evidence::new(&over, change),
        Evidence::new(
            &format!("Fitted {curve} loss at the end"),
            short(found.final_loss),
        ),
    ];
    let sentence = match entry.run.record.config.train.schedule.shape {
        ScheduleShape::Constant => {
            let forecast = &found.forecast;
            let what = format!(
                "After {} epochs, on the same curve",
                thousands(forecast.epochs)
            );
            let value = with_interval(forecast.loss, &forecast.interval);
            evidence.push(Evidence::new(&what, value));
            format!("The {curve} loss: {}", uncapital(&found.words()))
        }
        // More epochs at a rate that changes would be on another curve.
        ScheduleShape::Step { .. } | ScheduleShape::Cosine { .. } => format!(
            "The {curve} loss still falls: {} over the last third.",
            percent(found.change)
        ),
    };
    Some(Finding {
        kind: FindingKind::Undertrained,
        headline: "Undertrained".to_owned(),
        sentence,
        evidence,
    })
}
