//! The update-to-weight ratio: how much of its length a step changes each weight by.

use faceoff_record::EpochHealth;

use super::layers::of_weights;
use super::quantity::{LATE_MEDIANS, Quantity, Values};
use crate::charts::chart::{Curve, Line};
use crate::charts::label::Label;
use crate::color::INK;
use crate::diagnosis::USUAL_STEP;

pub(super) const QUANTITY: Quantity = Quantity {
    name: "steps",
    title: "Update-to-weight ratio",
    axis: "Update-to-weight ratio",
    numbers: LATE_MEDIANS,
    values: Values::Magnitudes,
    lines: |health, last| of_weights(health, last, |weight| weight.update_ratio),
    reference,
};

fn reference(_: &[EpochHealth], _: &EpochHealth, ends: (f64, f64)) -> Option<Line> {
    let points = vec![(ends.0, USUAL_STEP), (ends.1, USUAL_STEP)];
    let label = Label::of("usual: a thousandth");
    Some(Line::plain(label, Curve::Reference, INK, points))
}
