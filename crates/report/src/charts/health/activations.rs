//! The mean activation of each layer.

use super::layers::of_layers;
use super::quantity::{AT_THE_END, Quantity, Values, no_reference};

pub(super) const QUANTITY: Quantity = Quantity {
    name: "activations",
    title: "Activations",
    axis: "Mean activation of a layer",
    numbers: AT_THE_END,
    values: Values::Magnitudes,
    lines: |health, last| of_layers(health, last, "", |layer| layer.mean),
    reference: no_reference,
};
