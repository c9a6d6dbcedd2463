//! Whether a run's loss still falls at the end, and what more epochs bring.

use faceoff_measure::{Trend, TrendVerdict, median, percent_interval_in_words, trend};
use faceoff_record::EpochMetrics;
use faceoff_spec::{Constant, ScheduleShape};

use super::finding::{Evidence, Finding, FindingKind, with_interval};
use crate::format::{short, thousands};
use crate::study::EntryData;

/// Seed of the forecast's resampling: the same record gives the same words.
const SEED: u64 = 0;

/// The least relative fall that is worth more epochs.
const GAIN: f64 = 0.02;

/// A loss by epochs.
#[derive(Clone, Copy)]
enum Curve {
    Test,
    Train,
}

impl Curve {
    const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Train => "train",
        }
    }

    /// The epochs it was measured after, with the losses.
    fn of(self, metrics: &[EpochMetrics]) -> (Vec<usize>, Vec<f64>) {
        let loss = |line: &EpochMetrics| match self {
            Self::Test => line.test_loss,
            Self::Train => Some(line.train_loss),
        };
        let measured = metrics.iter();
        measured
            .filter_map(|line| Some((line.epoch, loss(line)?)))
            .unzip()
    }

    fn trend(self, metrics: &[EpochMetrics]) -> Option<Trend> {
        let (epochs, losses) = self.of(metrics);
        trend(&epochs, &losses, SEED)
    }
}

/// The finding, with the loss at twice the epochs: as recorded where the run went on, else as
/// forecast. Where that is not lower for certain there is nothing to say. It looks at the test
/// loss, or at the train loss where that was measured too seldom.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let of = |curve: Curve| Some((curve, curve.trend(entry.metrics())?));
    let (curve, found) = of(Curve::Test).or_else(|| of(Curve::Train))?;
    if found.verdict != TrendVerdict::StillFalling {
        return None;
    }
    let name = curve.name();
    let change = percent_interval_in_words(found.change, &found.interval);
    let over = format!("Change of the {name} loss over the last third");
    let mut evidence = vec![
        Evidence::new(&over, change.clone()),
        Evidence::new(
            &format!("Fitted {name} loss at the end"),
            short(found.final_loss),
        ),
    ];
    let shape = &entry.run.record.config.train.schedule.shape;
    let (headline, sentence) = if let Some(later) = Later::of(entry, curve) {
        if later.loss > (1.0 - GAIN) * found.final_loss {
            return None;
        }
        let epochs = thousands(later.epochs);
        evidence.push(Evidence::new(
            &format!(
                "After {epochs} epochs, median of epochs {} to {}",
                later.from, later.to
            ),
            short(later.loss),
        ));
        let (loss, end) = (short(later.loss), short(found.final_loss));
        let sentence = format!(
            "{over}: {change}. The curve fitted to it ends at {end}; trained on, the median of epochs {} \
             to {}, around twice as many, was {loss}.",
            later.from, later.to
        );
        ("Undertrained", sentence)
    } else if matches!(shape, ScheduleShape::Constant(Constant)) {
        if let Some(forecast) = &found.forecast {
            if !found.would_gain() {
                return None;
            }
            let epochs = thousands(forecast.epochs);
            let what = format!("After {epochs} epochs, on the same curve");
            let value = with_interval(forecast.loss, &forecast.interval);
            evidence.push(Evidence::new(&what, value));
        }
        let headline = match found.would_gain() {
            true => "Undertrained",
            false => "May still fall",
        };
        // The headline says already what that comes to.
        let words = found.words();
        let change = words.split_once(": ").map_or(&*words, |(_, change)| change);
        let change = change.replacen(" over the last third", "", 1);
        (headline, format!("{over}: {change}"))
    } else {
        // More epochs at a rate that changes would be on another curve.
        let sentence = format!(
            "The {name} loss fell to the end: {change} over the last third. More epochs would change \
             the schedule, and so the curve: what they would bring is not known."
        );
        ("May still fall", sentence)
    };
    Some(Finding {
        kind: FindingKind::Undertrained,
        headline: headline.to_owned(),
        sentence,
        evidence,
    })
}

/// A loss that the same run came to later, past the epochs that its entry is about.
struct Later {
    /// Twice the entry's epochs.
    epochs: usize,
    /// The median around them, over single epochs' noise.
    loss: f64,
    /// The first and the last epoch of that, counted from 0.
    from: usize,
    to: usize,
}

impl Later {
    fn of(entry: &EntryData<'_>, curve: Curve) -> Option<Self> {
        let epochs = 2 * entry.metrics().len();
        let around = epochs / 10;
        let (from, to) = (epochs - around, epochs + around);
        let (after, losses) = curve.of(entry.run.metrics.get(from..=to)?);
        Some(Self {
            epochs,
            loss: median(&losses)?,
            from: *after.first()?,
            to: *after.last()?,
        })
    }
}
