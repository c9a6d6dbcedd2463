//! An axis as plotters wants it.

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;

use crate::charts::Axis;

/// Where lines are drawn.
pub(super) type Context<'a, 'b> =
    ChartContext<'a, SVGBackend<'b>, Cartesian2d<Coordinate, Coordinate>>;

/// An axis as plotters wants it.
#[derive(Clone)]
pub(super) struct Coordinate(pub(super) Axis);

impl Ranged for Coordinate {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let [low, high, value] = [self.0.low, self.0.high, *value].map(|v| self.0.place(v));
        let share = (value - low) / (high - low);
        from + (share * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            Vec::new()
        } else {
            self.0.ticks.clone()
        }
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.0.low..self.0.high
    }
}

impl ValueFormatter<f64> for Coordinate {
    fn format(value: &f64) -> String {
        // Never shown: the mesh is given its own formatter, which knows the axis.
        value.to_string()
    }
}
