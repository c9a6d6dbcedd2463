//! The network of an experiment file.

use super::experiment::HOMES;
use crate::document::{Placed, Value};
use crate::fields::Fields;
use crate::mistake::{Mistake, Place};
use crate::suggest::list;
use crate::values::{BELOW_ONE, CHANNELS, COUNT, Log, Wholes};
use crate::{Activation, Dropout, DropoutSite, Identity, Input, ModelSpec, Relu};

const ACTIVATIONS: [(&str, Activation); 2] = [
    ("none", Activation::None(Identity)),
    ("relu", Activation::Relu(Relu)),
];

const INPUTS: [(&str, Input); 2] = [("grey", Input::Grey), ("standardized", Input::Standardized)];

pub(super) fn model(fields: Fields<'_>, input_size: Option<&Placed<usize>>) -> Option<ModelSpec> {
    let input = fields.choice("input", &INPUTS);
    let conv = widths(&fields, "conv", &CHANNELS);
    let linear = widths(&fields, "linear", &COUNT);
    let last_activation = fields.choice("last_activation", &ACTIVATIONS);
    let layers = Layers {
        conv: conv.as_ref(),
        linear: linear.as_ref(),
    };
    let dropout = dropouts(&fields, &layers);
    if let (Some(conv), Some(size)) = (&conv, input_size) {
        shrinking(fields.log, conv, size);
    }
    fields.finish(&HOMES);
    let values = |widths: Widths| widths.value.iter().map(|w| w.value).collect();
    Some(ModelSpec {
        input: input?.value,
        conv: values(conv?),
        linear: values(linear?),
        last_activation: last_activation?.value,
        dropout: dropout?,
    })
}

/// The widths of layers, each where it was written.
type Widths = Placed<Vec<Placed<usize>>>;

/// The hidden layers a dropout can come after, as far as they could be read.
struct Layers<'a> {
    conv: Option<&'a Widths>,
    linear: Option<&'a Widths>,
}

fn widths(fields: &Fields<'_>, name: &'static str, range: &Wholes) -> Option<Widths> {
    let items = fields.list(name, "whole numbers")?;
    let path = fields.path(name);
    // All of them before giving up, so that every mistake is found.
    let read: Vec<_> = items
        .value
        .iter()
        .map(|item| fields.log.whole(item, &path, range))
        .collect();
    let widths: Option<Vec<_>> = read.into_iter().collect();
    Some(items.with(widths?))
}

/// The sides of the picture after each block, up to where nothing is left: a 3×3 convolution
/// without padding takes 2 pixels, a 2×2 pool halves and rounds down.
pub(super) fn sides(input_size: usize, blocks: usize) -> Vec<usize> {
    let mut side = input_size;
    let mut sides = Vec::new();
    for _ in 0..blocks {
        side = side.saturating_sub(2) / 2;
        if side == 0 {
            break;
        }
        sides.push(side);
    }
    sides
}

/// The smallest input that leaves a pixel after `blocks` blocks.
pub(super) fn smallest_input(blocks: usize) -> usize {
    (0..blocks).fold(1, |side: usize, _| side.saturating_mul(2).saturating_add(2))
}

fn shrinking(log: &Log<'_>, conv: &Widths, input_size: &Placed<usize>) {
    let blocks = conv.value.len();
    let sides = sides(input_size.value, blocks);
    let Some(block) = conv.value.get(sides.len()) else {
        return;
    };
    let layer = DropoutSite::Conv(sides.len());
    let side = sides.last().unwrap_or(&input_size.value);
    let place = log.nearest(&[&block.place, &input_size.place]);
    let message = format!("the picture shrinks to nothing at `{layer}`");
    let label = match std::ptr::eq(place, &block.place) {
        true => format!("gets {side}×{side} pixels and needs at least 4×4"),
        false => format!("leaves `{layer}` with {side}×{side} pixels, which needs at least 4×4"),
    };
    let help = format!(
        "{blocks} blocks need an `input_size` of at least {}; {} is enough for {}",
        smallest_input(blocks),
        input_size.value,
        sides.len(),
    );
    log.add(Mistake::new(place, message).label(label).help(help));
}

fn dropouts(fields: &Fields<'_>, layers: &Layers<'_>) -> Option<Vec<Dropout>> {
    let items = fields.list("dropout", "tables like `{ after = \"conv3\", p = 0.3 }`")?;
    let path = fields.path("dropout");
    let mut read: Vec<(Dropout, Place)> = Vec::new();
    let mut whole = true;
    for item in &items.value {
        let layer = fields.log.table(item, &path);
        let Some((dropout, place)) = layer.and_then(|layer| dropout(layer, layers)) else {
            whole = false;
            continue;
        };
        if let Some((_, first)) = read.iter().find(|(other, _)| other.after == dropout.after) {
            let message = format!("two dropout layers after `{}`", dropout.after);
            let mistake = Mistake::new(&place, message).label("the second");
            fields.log.add(mistake.related(first, "the first"));
        }
        read.push((dropout, place));
    }
    read.sort_by_key(|(dropout, _)| dropout.after);
    whole.then(|| read.into_iter().map(|(dropout, _)| dropout).collect())
}

fn dropout(fields: Fields<'_>, layers: &Layers<'_>) -> Option<(Dropout, Place)> {
    let after = fields.required("after").and_then(|node| {
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            _ => String::new(),
        };
        match DropoutSite::try_from(text) {
            Ok(site) => Some(node.with(site)),
            Err(_) => {
                let message = format!("`{}` must be the name of a layer", fields.path("after"));
                let label = "`conv1`, `conv2`, … or `linear1`, `linear2`, …";
                fields
                    .log
                    .add(Mistake::new(&node.place, message).label(label));
                None
            }
        }
    });
    let p = fields.number("p", &BELOW_ONE);
    if let Some(after) = &after {
        missing_layer(fields.log, after, layers);
    }
    fields.finish(&[]);
    let after = after?;
    let dropout = Dropout {
        after: after.value,
        p: p?.value,
    };
    Some((dropout, after.place))
}

fn missing_layer(log: &Log<'_>, after: &Placed<DropoutSite>, layers: &Layers<'_>) {
    let (index, widths) = match after.value {
        DropoutSite::Conv(index) => (index, layers.conv),
        DropoutSite::Linear(index) => (index, layers.linear),
    };
    let Some(widths) = widths.filter(|widths| index >= widths.value.len()) else {
        return;
    };
    let count = |widths: Option<&Widths>| widths.map_or(0, |widths| widths.value.len());
    let conv = (0..count(layers.conv)).map(DropoutSite::Conv);
    let linear = (0..count(layers.linear)).map(DropoutSite::Linear);
    let names: Vec<_> = conv.chain(linear).map(String::from).collect();
    let message = format!(
        "dropout after `{}`, a layer the network does not have",
        after.value
    );
    let label = match names.is_empty() {
        true => "it has no hidden layer at all".to_owned(),
        false => format!("it has {}", list(names.iter().map(String::as_str))),
    };
    let place = log.nearest(&[&after.place, &widths.place]);
    let mistake = Mistake::new(place, message).label(label);
    log.add(match std::ptr::eq(place, &after.place) {
        true => mistake,
        false => mistake.related(&after.place, "the dropout"),
    });
}
