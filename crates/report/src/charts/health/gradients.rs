//! The norm of each weight's gradient.

use faceoff_record::EpochHealth;

use super::layers::of_weights;
use super::quantity::{LATE_MEDIANS, Quantity, Values};
use crate::charts::chart::{Curve, Line};
use crate::charts::label::Label;
use crate::color::INK;
use crate::diagnosis::{late, median_over};
use crate::format::short;

pub(super) const QUANTITY: Quantity = Quantity {
    name: "gradients",
    title: "Gradients",
    axis: "Norm of the gradient",
    numbers: LATE_MEDIANS,
    values: Values::Magnitudes,
    lines: |health, last| of_weights(health, last, |weight| weight.gradient),
    reference,
};

/// The gradient of the last bias, which the loss reaches in every network.
fn reference(health: &[EpochHealth], last: &EpochHealth, _: (f64, f64)) -> Option<Line> {
    let index = last.parameters.len().checked_sub(1)?;
    let norm = |epoch: &EpochHealth| epoch.parameters.get(index)?.gradient;
    let points = health.iter();
    let points = points.filter_map(|epoch| Some((epoch.epoch as f64, norm(epoch)?)));
    let name = &last.parameters[index].name;
    let median = median_over(late(health), norm)?;
    let label = Label::of(name).with(short(median));
    Some(Line::plain(label, Curve::Reference, INK, points.collect()))
}
