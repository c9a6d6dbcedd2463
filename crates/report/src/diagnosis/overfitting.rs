//! Whether a run's test loss parts from its train loss.

use faceoff_measure::{Gap, GapVerdict, LossCurves, overfitting, percent_interval_in_words};
use faceoff_record::{EpochMetrics, Table};

use super::constant::learned_nothing;
use super::finding::{Evidence, Finding, FindingKind};
use crate::format::{percent, short};
use crate::scores::missed;
use crate::study::EntryData;

/// The gap between the entry's test and train loss over the epochs it is compared over; `None`
/// where these were measured too seldom, or differ for a constant prediction.
pub(crate) fn gap(entry: &EntryData<'_>) -> Option<Gap> {
    let measured: Vec<(&EpochMetrics, f64)> = entry
        .metrics()
        .iter()
        .filter_map(|line| Some((line, line.test_loss?)))
        .collect();
    let epochs: Vec<usize> = measured.iter().map(|(line, _)| line.epoch).collect();
    let train: Vec<f64> = measured.iter().map(|(line, _)| line.train_loss).collect();
    let test: Vec<f64> = measured.iter().map(|(_, test)| *test).collect();
    // Half a curve measured one way and half another would show a gap of its own making.
    let lines = measured.iter();
    let remeasured: Option<Vec<f64>> = lines.map(|(line, _)| line.train_loss_remeasured).collect();
    let gap = overfitting(LossCurves {
        epochs: &epochs,
        train: &train,
        remeasured_train: remeasured.as_deref(),
        test: &test,
    });
    // One prediction for all faces has learned nothing of the training images: its losses differ as
    // the sets do.
    gap.filter(|gap| gap.verdict == GapVerdict::Overfits || !learned_nothing(entry))
}

/// The finding, with the gap at the end, where it opens and where to stop.
pub(super) fn finding(entry: &EntryData<'_>) -> Option<Finding> {
    let gap = gap(entry)?;
    let headline = match gap.verdict {
        GapVerdict::NoGap | GapVerdict::Unclear => return None,
        GapVerdict::GapOpens => "A gap between test and training",
        GapVerdict::Overfits => "Overfits",
    };
    let end = format!("epochs {} to {}", gap.end.from, gap.end.to);
    let mut evidence = vec![Evidence::new(
        &format!("Test over train loss, {end}"),
        percent_interval_in_words(gap.gap.value, &gap.gap.interval),
    )];
    if let Some(opens) = gap.opens {
        evidence.push(Evidence::new("The gap opens", format!("epoch {opens}")));
    }
    evidence.extend(early_stopping(entry));
    let lowest = match gap.rise.value > 0.0 {
        true => format!(
            "epochs {} to {} ({}, {} over {end}), chosen on the test images and so lower than on \
             others",
            gap.lowest.from,
            gap.lowest.to,
            short(gap.lowest.loss),
            short(gap.end.loss)
        ),
        false => end,
    };
    evidence.push(Evidence::new("Lowest mean test loss", lowest));
    let change = percent_interval_in_words(gap.rise.value, &gap.rise.interval);
    evidence.push(Evidence::new(
        "Change of the mean test loss from its lowest before",
        change,
    ));
    let which = match gap.remeasured {
        true => "measured after the epoch as the test loss is",
        false => "recorded while training, over a moving network",
    };
    evidence.push(Evidence::new("Train loss", which));
    let missed = made_by_missed_faces(entry);
    let sentences = [Some(gap.words()), missed].into_iter().flatten();
    Some(Finding {
        kind: FindingKind::Overfitting,
        headline: headline.to_owned(),
        sentence: sentences.collect::<Vec<_>>().join(" "),
        evidence,
    })
}

/// When to stop: where the validation loss is lowest. Without a validation set there is nothing to stop
/// by.
fn early_stopping(entry: &EntryData<'_>) -> Option<Evidence> {
    let line = entry.best_by_validation()?;
    let test = line.test_loss.map_or_else(String::new, |test| {
        format!(", the test loss {} after it", short(test))
    });
    let stop = format!(
        "epoch {}: the validation loss is lowest, {}{test}",
        line.epoch,
        short(line.validation_loss?)
    );
    Some(Evidence::new("Early stopping, by validation", stop))
}

/// How much of the test loss is of images whose crop misses the face, where that is a tenth or
/// more: it says little of what the network learned.
fn made_by_missed_faces(entry: &EntryData<'_>) -> Option<String> {
    const MUCH: f64 = 0.1;
    let set = &entry.run.samples.test;
    let missed: Vec<bool> = missed(set).collect();
    let shown = |table: &Table| -> Vec<f32> {
        let rows = table.rows().zip(&missed);
        let rows = rows.filter(|(_, missed)| !**missed);
        rows.flat_map(|(row, _)| row.iter().copied()).collect()
    };
    let predictions = &entry.predictions()?.test;
    let loss = entry.experiment.train.loss;
    let all = loss.mean(&predictions.values, &set.truth.values);
    let without = loss.mean(&shown(predictions), &shown(&set.truth));
    let (of, count) = (
        missed.len(),
        missed.iter().filter(|missed| **missed).count(),
    );
    let share = 1.0 - without * (of - count) as f64 / (all * of as f64);
    let makes = match count {
        0 => return None,
        1 => "misses the face and makes",
        _ => "miss the face and make",
    };
    (share >= MUCH).then(|| {
        format!(
            "The crop of {count} of its {of} test images {makes} {} of the test loss after {} epochs \
             ({}, {} without): part of the gap is that.",
            percent(share),
            entry.epochs().unwrap_or_default(),
            short(all),
            short(without)
        )
    })
}
