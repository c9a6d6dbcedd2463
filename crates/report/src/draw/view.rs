//! Whatever a chart shows to SVG.

use super::chart::{Size, draw_chart};
use super::landmarks::draw_map;
use super::svg::sound;
use crate::charts::View;

/// A drawn chart.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    /// The whole image.
    pub(crate) svg: String,
    /// Where lines are found in it, if it shows any.
    pub(crate) plot: Option<Plot>,
}

/// Where lines are drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plot {
    /// Width of the whole image, in pixels.
    pub(crate) width: u32,
    /// Left, top, right and bottom of the plotting area, in pixels of the whole image.
    pub(crate) area: [i32; 4],
}

/// Draws `view`, half as wide as a page where it stands `beside` others.
///
/// # Errors
/// What plotters says; nothing in a chart should bring it to that.
pub(crate) fn draw(view: &View, beside: bool) -> Result<Drawn, String> {
    let size = if beside { Size::HALF } else { Size::WHOLE };
    match view {
        View::Lines(chart) => {
            let (svg, area) = draw_chart(chart, size)?;
            let (svg, width) = (sound(svg), size.width);
            let plot = Some(Plot { width, area });
            Ok(Drawn { svg, plot })
        }
        View::Faces(map) => {
            let svg = sound(draw_map(map));
            Ok(Drawn { svg, plot: None })
        }
    }
}
