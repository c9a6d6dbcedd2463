//! The share of each layer's units that are 0 for every face.

use super::layers::of_layers;
use super::quantity::{AT_THE_END, Quantity, Values, no_reference};

pub(super) const QUANTITY: Quantity = Quantity {
    name: "dead-units",
    title: "Dead units",
    axis: "Dead units of a layer (%)",
    numbers: AT_THE_END,
    values: Values::Shares,
    lines: |health, last| of_layers(health, last, " %", |layer| Some(100.0 * layer.dead_share())),
    reference: no_reference,
};
