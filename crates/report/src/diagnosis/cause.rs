//! Why a network answers the same for every face: what its health says.

use faceoff_record::{EpochHealth, LayerHealth};

use super::Evidence;
use crate::numbers::{count, percent, short, thousands};

/// A layer is dead once this share of its units is: what little passes cannot tell faces apart.
const DEAD: f64 = 0.99;

/// A gradient has vanished once it is below this share of that of the last layer's bias, which the
/// loss reaches in every network.
const VANISHED: f64 = 1e-3;

/// Weights hardly move when a step changes them by less than this share; about a thousandth is
/// usual (Karpathy, "CS231n: Convolutional Neural Networks for Visual Recognition", notes on
/// babysitting the learning process).
const HARDLY_MOVES: f64 = 5e-5;

/// A reason with its numbers.
pub(super) struct Cause {
    /// One sentence.
    pub(super) words: String,
    /// The numbers.
    pub(super) shown: Vec<Evidence>,
}

/// What keeps the network of `health` from telling faces apart: a dead layer, else vanished
/// gradients, else steps that are too small. None of them, or nothing recorded: `None`.
pub(super) fn cause(health: &[EpochHealth]) -> Option<Cause> {
    let last = health.last()?;
    dead_layer(health, last)
        .or_else(|| vanished(last))
        .or_else(|| hardly_moves(last))
}

/// What to say where there is no [`cause`].
pub(super) fn no_cause(health: &[EpochHealth]) -> Evidence {
    match health.last() {
        Some(last) => Evidence::new("Dead units at the end", shares(last)),
        None => Evidence::new("Why", "not known: its layers were not recorded"),
    }
}

/// The layer that died first and stayed dead; of several, the one next to the picture.
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
        "The hidden layer {} is dead: from epoch {} on, {} of its {} units answered 0 for each \
         of {}, so that nothing of the picture gets past it.",
        layer.layer,
        died.epoch,
        percent(layer.dead_share()),
        thousands(layer.units),
        count(last.images, "training face"),
    );
    let mut shown = vec![Evidence::new(
        &format!("Dead units of {}, by epoch", layer.layer),
        by_epoch(health, &layer.layer),
    )];
    shown.push(Evidence::new("Dead units at the end", shares(last)));
    shown.extend(gradients(last));
    Some(Cause { words, shown })
}

fn vanished(last: &EpochHealth) -> Option<Cause> {
    let reference = last
        .parameters
        .last()?
        .gradient
        .filter(|norm| *norm > 0.0)?;
    let weak = last.parameters.iter().find(|parameter| {
        let weight = parameter.name.ends_with(".weight");
        weight
            && parameter
                .gradient
                .is_some_and(|norm| norm < VANISHED * reference)
    })?;
    let norm = weak.gradient?;
    let words = format!(
        "Gradients have vanished: that of {} is {} times as long as that of the last bias.",
        weak.name,
        short(norm / reference)
    );
    let mut shown: Vec<Evidence> = gradients(last).into_iter().collect();
    shown.push(Evidence::new("Dead units at the end", shares(last)));
    Some(Cause { words, shown })
}

fn hardly_moves(last: &EpochHealth) -> Option<Cause> {
    let weights = last.parameters.iter();
    let ratios: Option<Vec<f64>> = weights
        .filter(|parameter| parameter.name.ends_with(".weight"))
        .map(|parameter| parameter.update_ratio)
        .collect();
    let largest = ratios?.into_iter().reduce(f64::max)?;
    if largest >= HARDLY_MOVES {
        return None;
    }
    let words = format!(
        "Its weights hardly move: a step changes none of them by more than {} of its length (a \
         thousandth is usual).",
        short(largest)
    );
    let shown = vec![
        Evidence::new("Largest update of a weight, of its length", short(largest)),
        Evidence::new("Dead units at the end", shares(last)),
    ];
    Some(Cause { words, shown })
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

/// The norms of the weights' gradients at the end.
fn gradients(line: &EpochHealth) -> Option<Evidence> {
    let norms: Vec<_> = line
        .parameters
        .iter()
        .filter_map(|parameter| {
            let layer = parameter.name.strip_suffix(".weight")?;
            Some(format!("{layer} {}", short(parameter.gradient?)))
        })
        .collect();
    (!norms.is_empty())
        .then(|| Evidence::new("Norm of the weights' gradient at the end", norms.join(", ")))
}
