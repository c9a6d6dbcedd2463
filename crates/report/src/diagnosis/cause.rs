//! Why a network predicts the same for every face: what its health says.

use faceoff_measure::median;
use faceoff_record::{EpochHealth, LayerHealth, ParameterHealth};

use super::finding::Evidence;
use crate::format::{count, percent, short, thousands};

/// A layer is dead once this share of its units is: what little passes cannot tell faces apart.
const DEAD: f64 = 0.99;

/// A gradient has vanished once it is below this share of that of the last layer's bias, which the
/// loss reaches in every network.
const VANISHED: f64 = 1e-3;

/// How much of its length a step usually changes a weight by (Karpathy, "CS231n: Convolutional
/// Neural Networks for Visual Recognition", notes on babysitting the learning process).
pub(crate) const USUAL_STEP: f64 = 1e-3;

/// Weights hardly move when a step changes them by less than a tenth of that.
const HARDLY_MOVES: f64 = 0.1 * USUAL_STEP;

/// What kind of reason it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A part of the network is dead: more epochs do not bring it back.
    Dead,
    /// It learns slowly.
    Slow,
    /// None of these.
    NotKnown,
}

/// A reason with its numbers.
pub(super) struct Cause {
    /// What kind of reason.
    pub(super) why: Why,
    /// One sentence.
    pub(super) words: String,
    /// The numbers.
    pub(super) shown: Vec<Evidence>,
}

/// What keeps the network of `health` from telling faces apart: a dead layer, else vanished
/// gradients, else steps that are too small, else that it is none of these. `None` where nothing
/// was recorded.
pub(super) fn cause(health: &[EpochHealth]) -> Option<Cause> {
    let last = health.last()?;
    // The end alone could be the end of a schedule, where every step is small.
    let late = late(health);
    let found = dead_layer(health, last)
        .or_else(|| vanished(late))
        .or_else(|| hardly_moves(late));
    let mut cause = found.unwrap_or_else(|| Cause {
        why: Why::NotKnown,
        words: "No layer is dead, gradients reach every layer and weights move: what keeps it \
                there is not in its record."
            .to_owned(),
        shown: Vec::new(),
    });
    cause
        .shown
        .push(Evidence::new("Dead units at the end", shares(last)));
    let norms = late_medians(late, |parameter| parameter.gradient);
    cause.shown.extend(
        norms.map(|norms| Evidence::new("Norm of the weights' gradients, in late epochs", norms)),
    );
    let steps = late_medians(late, |parameter| parameter.update_ratio);
    cause
        .shown
        .extend(steps.map(|steps| Evidence::new("Update-to-weight ratio, in late epochs", steps)));
    Some(cause)
}

/// The coordinates that a ReLU after the last layer keeps at 0, where there is one.
pub(super) fn dead_outputs(health: &[EpochHealth]) -> Option<Cause> {
    let last = health.last()?;
    let output = last.layers.last().filter(|layer| {
        let weights = last.parameters.iter().rev().find(|each| is_weight(each));
        weights.is_some_and(|each| each.name.strip_suffix(".weight") == Some(&layer.layer))
    })?;
    let words = format!(
        "The ReLU after its last layer lets nothing below 0 through: {} of the {} outputs of {} \
         were 0 for each of {}.",
        thousands(output.dead),
        thousands(output.units),
        output.layer,
        count(last.images, "training face"),
    );
    let shown = vec![
        Evidence::new(
            &format!("Dead units of {}, by epoch", output.layer),
            by_epoch(health, &output.layer),
        ),
        Evidence::new("Dead units at the end", shares(last)),
    ];
    (output.dead > 0).then_some(Cause {
        why: Why::Dead,
        words,
        shown,
    })
}

/// The layer that died first and stayed dead; of several, the one next to the image.
fn dead_layer(health: &[EpochHealth], last: &EpochHealth) -> Option<Cause> {
    let mut first: Option<(&EpochHealth, &LayerHealth)> = None;
    for (index, now) in last.layers.iter().enumerate() {
        let is_dead = |line: &&EpochHealth| {
            let layer = line.layers.get(index);
            layer.is_some_and(|layer| layer.dead_share() >= DEAD)
        };
        let Some(died) = health.iter().rev().take_while(is_dead).last() else {
            continue;
        };
        if first.is_none_or(|(earlier, _)| died.epoch < earlier.epoch) {
            first = Some((died, now));
        }
    }
    let (died, layer) = first?;
    let words = format!(
        "The hidden layer {} is dead: from epoch {} on, {} of its {} units were 0 for each of \
         {}, so that nothing of the image gets past it.",
        layer.layer,
        died.epoch,
        percent(layer.dead_share()),
        thousands(layer.units),
        count(last.images, "training face"),
    );
    let shown = vec![Evidence::new(
        &format!("Dead units of {}, by epoch", layer.layer),
        by_epoch(health, &layer.layer),
    )];
    Some(Cause {
        why: Why::Dead,
        words,
        shown,
    })
}

/// The weight next to the image whose gradient has vanished in the later half of the epochs.
fn vanished(late: &[EpochHealth]) -> Option<Cause> {
    let weights = late.last()?.parameters.iter().enumerate();
    let mut weights = weights.filter(|(_, parameter)| is_weight(parameter));
    let (weak, share) = weights.find_map(|(index, weight)| {
        let share = |line: &EpochHealth| {
            let reference = line.parameters.last()?.gradient;
            let reference = reference.filter(|norm| *norm > 0.0)?;
            Some(line.parameters.get(index)?.gradient? / reference)
        };
        let share = median_over(late, share)?;
        (share < VANISHED).then_some((weight, share))
    })?;
    let words = format!(
        "Gradients have vanished: in late epochs that of {} is {} times as long as that of the \
         last bias.",
        weak.name,
        short(share)
    );
    Some(Cause {
        why: Why::Slow,
        words,
        shown: Vec::new(),
    })
}

fn hardly_moves(late: &[EpochHealth]) -> Option<Cause> {
    let largest = |line: &EpochHealth| {
        let weights = line.parameters.iter().filter(|each| is_weight(each));
        weights
            .filter_map(|weight| weight.update_ratio)
            .reduce(f64::max)
    };
    let largest = median_over(late, largest).filter(|largest| *largest < HARDLY_MOVES)?;
    let words = format!(
        "No layer is dead, but its weights hardly move: in late epochs the update-to-weight ratio \
         of none of them is above {} (a thousandth is usual).",
        short(largest)
    );
    Some(Cause {
        why: Why::Slow,
        words,
        shown: Vec::new(),
    })
}

fn is_weight(parameter: &ParameterHealth) -> bool {
    parameter.name.ends_with(".weight")
}

/// The later half of the epochs.
pub(crate) fn late(health: &[EpochHealth]) -> &[EpochHealth] {
    &health[health.len() / 2..]
}

/// The median over the epochs that have a value.
pub(crate) fn median_over(
    epochs: &[EpochHealth],
    value: impl Fn(&EpochHealth) -> Option<f64>,
) -> Option<f64> {
    median(&epochs.iter().filter_map(value).collect::<Vec<_>>())
}

/// A number of every weight, its median over the later half of the epochs: `conv1 0.1, linear1 2`.
fn late_medians(
    late: &[EpochHealth],
    of: impl Fn(&ParameterHealth) -> Option<f64>,
) -> Option<String> {
    let weights = late.last()?.parameters.iter().enumerate();
    let weights = weights.filter_map(|(index, weight)| {
        let layer = weight.name.strip_suffix(".weight")?;
        let median = median_over(late, |line| of(line.parameters.get(index)?))?;
        Some(format!("{layer} {}", short(median)))
    });
    let words: Vec<_> = weights.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// `conv1 0 %, linear1 100 %`.
fn shares(line: &EpochHealth) -> String {
    let layers = line.layers.iter();
    let shares: Vec<_> = layers
        .map(|layer| format!("{} {}", layer.layer, percent(layer.dead_share())))
        .collect();
    shares.join(", ")
}

/// The share in the first epoch and wherever it changed by a percent since the last named one; six
/// at most, the last of them the end.
fn by_epoch(health: &[EpochHealth], name: &str) -> String {
    let mut named: Vec<(usize, f64)> = Vec::new();
    for line in health {
        let Some(layer) = line.layers.iter().find(|layer| layer.layer == name) else {
            continue;
        };
        let share = layer.dead_share();
        if named
            .last()
            .is_none_or(|(_, last)| (share - last).abs() >= 0.01)
        {
            named.push((line.epoch, share));
        }
    }
    if named.len() > 6 {
        named.drain(5..named.len() - 1);
    }
    let words = named.iter();
    let words: Vec<_> = words
        .map(|(epoch, share)| format!("epoch {epoch}: {}", percent(*share)))
        .collect();
    words.join(", ")
}
