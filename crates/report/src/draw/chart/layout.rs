//! Measures and styles that the parts of a chart share.

use faceoff_spec::Color;
use plotters::prelude::*;

use crate::draw::text::Font;

/// How large a chart is drawn, in pixels. Text is the same in every size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Width of the whole.
    pub(crate) width: u32,
    /// Height of the chart between its title and its legend.
    pub(super) plot_height: u32,
}

impl Size {
    /// A chart that stands by itself.
    pub(crate) const WHOLE: Self = Self {
        width: 960,
        plot_height: 470,
    };
    /// One of two beside each other.
    pub(crate) const HALF: Self = Self {
        width: 520,
        plot_height: 300,
    };

    /// What is left of the width for a legend.
    pub(super) fn legend_width(self) -> u32 {
        self.width - LEGEND_LEFT - RIGHT
    }
}

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
