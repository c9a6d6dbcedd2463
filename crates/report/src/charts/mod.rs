//! The charts of a comparison, before anything is drawn.
//!
//! Every kind of chart has a file that holds a [`ChartKind`]: what its files are called, where it
//! stands on the page, when a comparison wants it and how it is made. [`KINDS`] lists them, and
//! sections, the page and the writer go over that list.

mod axis;
mod chart;
mod difference;
mod epochs;
mod errors;
mod health;
mod image_errors;
mod kind;
mod label;
mod landmark_map;
mod landmarks;
mod loss;
mod seeds;
mod settings;
mod smoothed;

pub(crate) use axis::{Axis, AxisScale};
pub(crate) use chart::{Chart, Curve, Line, Readout};
pub(crate) use kind::{ChartGroup, ChartKind, Place, View};
#[cfg(test)]
pub(crate) use label::Label;
pub(crate) use landmark_map::{LandmarkDifference, LandmarkMap, LandmarkPanel};
pub(crate) use seeds::Spread;
pub(crate) use settings::{AxisValue, SettingsAxis, SettingsChart, settings_chart};
pub(crate) use smoothed::Smoothed;

/// Every kind of chart, in the order of the page.
pub(crate) const KINDS: &[ChartKind] = &[
    loss::KIND,
    difference::KIND,
    errors::KIND,
    image_errors::KIND,
    landmarks::KIND,
    health::KIND,
];
