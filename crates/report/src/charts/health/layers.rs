//! The lines of layers and of their weights.

use faceoff_record::{EpochHealth, LayerHealth, ParameterHealth};

use crate::charts::chart::{Curve, Line};
use crate::charts::label::Label;
use crate::color::viridis;
use crate::diagnosis::{late, median_over};
use crate::format::{count, short};

/// How the names of weights end, behind that of their layer.
const WEIGHT: &str = ".weight";

/// A line for each layer with a ReLU, with its value at the end.
pub(super) fn of_layers(
    health: &[EpochHealth],
    last: &EpochHealth,
    unit: &str,
    value: impl Fn(&LayerHealth) -> Option<f64>,
) -> Vec<Line> {
    let layers = last.layers.iter().enumerate();
    let lines = layers.map(|(i, layer)| {
        let value = |epoch: &EpochHealth| value(epoch.layers.get(i)?);
        let end = health.iter().filter_map(value).next_back()?;
        let units = count(layer.units, "unit");
        let label = Label::of(&layer.layer);
        let label = label.with(units).with(format!("{}{unit}", short(end)));
        Some(line(health, last, &layer.layer, label, value))
    });
    lines.flatten().collect()
}

/// A line for each layer's weights, with its median in late epochs.
pub(super) fn of_weights(
    health: &[EpochHealth],
    last: &EpochHealth,
    value: impl Fn(&ParameterHealth) -> Option<f64>,
) -> Vec<Line> {
    let parameters = last.parameters.iter().enumerate();
    let lines = parameters.map(|(i, parameter)| {
        let layer = parameter.name.strip_suffix(WEIGHT)?;
        let value = |epoch: &EpochHealth| value(epoch.parameters.get(i)?);
        let median = median_over(late(health), value)?;
        let label = Label::of(&parameter.name).with(short(median));
        Some(line(health, last, layer, label, value))
    });
    lines.flatten().collect()
}

/// A layer's line: of one colour in all charts of a network, lighter towards the image.
fn line(
    health: &[EpochHealth],
    last: &EpochHealth,
    layer: &str,
    label: Label,
    value: impl Fn(&EpochHealth) -> Option<f64>,
) -> Line {
    let layers = last.parameters.iter();
    let layers: Vec<&str> = layers
        .filter_map(|parameter| parameter.name.strip_suffix(WEIGHT))
        .collect();
    let depth = layers.iter().position(|name| *name == layer);
    let depth = depth.map_or(1.0, |depth| (depth + 1) as f64 / layers.len() as f64);
    let points = health.iter();
    let points = points.filter_map(|epoch| Some((epoch.epoch as f64, value(epoch)?)));
    Line::plain(label, Curve::Layer, viridis(depth), points.collect())
}
