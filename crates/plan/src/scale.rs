//! Shrinking experiments and comparisons alike, so that a study finishes on the machine at hand.

use faceoff_spec::{Comparison, ComparisonEntry, Experiment, Scale};

/// `experiment` at `scale`: with its input size, at most its numbers of images and seeds, and every
/// number of epochs times its factor, also those of the schedule.
pub fn scale_experiment(experiment: &Experiment, scale: &Scale) -> Experiment {
    let mut scaled = experiment.clone();
    scaled.seeds = scaled.seeds.min(scale.seeds.unwrap_or(usize::MAX));
    let data = &mut scaled.data;
    data.input_size = scale.input_size.unwrap_or(data.input_size);
    data.train_images = fewer(data.train_images, scale.train_images);
    data.test_images = fewer(data.test_images, scale.test_images);

    let train = &mut scaled.train;
    train.epochs = scale.epochs(train.epochs);
    for snapshot in &mut train.snapshots {
        *snapshot = scale.epochs(*snapshot);
    }
    // Rounding up can bring two to one, or one to the end.
    train.snapshots.dedup();
    train.snapshots.retain(|snapshot| *snapshot < train.epochs);
    train.evaluate_every = scale.evaluate_every.unwrap_or(train.evaluate_every);
    train.schedule.warmup *= scale.epochs;
    let shape = &mut train.schedule.shape;
    *shape = shape.scaled(&|epochs| scale.epochs(epochs));
    scaled
}

fn fewer(images: Option<usize>, at_most: Option<usize>) -> Option<usize> {
    match (images, at_most) {
        (Some(images), Some(at_most)) => Some(images.min(at_most)),
        (images, at_most) => images.or(at_most),
    }
}

/// `comparison` at `scale`: every epoch times its factor. Keys stay as they are, so they name the
/// epochs of the full study. Entries that come to the same network are one, the first.
pub fn scale_comparison(comparison: &Comparison, scale: &Scale) -> Comparison {
    let mut scaled = comparison.clone();
    for entry in &mut scaled.entries {
        entry.epoch = scale.epochs(entry.epoch);
    }
    merge(&mut scaled);
    let drawn = scaled.entries.iter().filter(|entry| entry.in_charts);
    let end = drawn.map(|entry| entry.epoch).max().unwrap_or(usize::MAX);
    // Rounding up can bring the first epoch to the end of the curves: it leaves one to draw.
    let first = |epoch: usize| scale.epochs(epoch).min(end.saturating_sub(1));
    if let Some(chart) = &mut scaled.loss_chart {
        chart.first_train_epoch = first(chart.first_train_epoch);
        chart.first_test_epoch = first(chart.first_test_epoch);
    }
    if let Some(chart) = &mut scaled.difference_chart {
        chart.first_epoch = first(chart.first_epoch);
    }
    scaled
}

/// Makes one entry of those of one experiment after as many epochs.
fn merge(comparison: &mut Comparison) {
    let mut merged: Vec<ComparisonEntry> = Vec::new();
    for entry in comparison.entries.drain(..) {
        let same = |known: &&mut ComparisonEntry| {
            known.experiment == entry.experiment && known.epoch == entry.epoch
        };
        let Some(known) = merged.iter_mut().find(same) else {
            merged.push(entry);
            continue;
        };
        known.in_charts |= entry.in_charts;
        for overlay in &mut comparison.overlays {
            if overlay.entries.contains(&known.key) {
                overlay.entries.retain(|key| *key != entry.key);
            } else if let Some(key) = overlay.entries.iter_mut().find(|key| **key == entry.key) {
                key.clone_from(&known.key);
            }
        }
    }
    comparison.entries = merged;
}
