//! Whatever a chart shows to SVG.

use super::chart::draw_chart;
use super::landmarks::draw_map;
use super::svg::sound;
use crate::charts::View;

/// Draws `view`.
///
/// # Errors
/// What plotters says; nothing in a chart should bring it to that.
pub(crate) fn draw(view: &View) -> Result<String, String> {
    let svg = match view {
        View::Lines(chart) => draw_chart(chart)?,
        View::Faces(map) => draw_map(map),
    };
    Ok(sound(svg))
}
