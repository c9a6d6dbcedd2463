//! Measures and styles that the parts of a chart share.

use faceoff_spec::Color;
use plotters::prelude::*;

use crate::draw::text::Font;

/// Width of every chart, in pixels.
pub(super) const WIDTH: u32 = 680;
/// Height of a chart between its title and its legend, in pixels.
pub(super) const PLOT_HEIGHT: u32 = 380;
/// What is left of the width for a legend.
pub(super) const LEGEND_WIDTH: u32 = WIDTH - LEGEND_LEFT - RIGHT;

pub(super) const LEFT: u32 = 92;
pub(super) const LEGEND_LEFT: u32 = 48;
pub(super) const RIGHT: u32 = 28;

pub(super) type Drawing<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

pub(super) fn rgb(color: Color) -> RGBColor {
    RGBColor(color.red, color.green, color.blue)
}

pub(super) fn style(font: Font, color: Color) -> TextStyle<'static> {
    font.description().color(&rgb(color))
}
