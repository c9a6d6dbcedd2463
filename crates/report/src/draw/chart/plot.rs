//! Axes, grid and what lies on them.

use plotters::coord::ranged1d::Ranged as _;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::coordinate::Coordinate;
use super::layout::{Drawing, LEFT, RIGHT, rgb, style};
use super::lines::{draw_line, draw_spread};
use crate::charts::Chart;
use crate::color::{GRID, INK, SLATE};
use crate::draw::text::Font;

const NUMBER: Font = Font::regular(12);
const LABEL: Font = Font::regular(13);
const THRESHOLD: Font = Font::regular(11);

/// Draws everything between title and legend; where the plotting area lies in the whole: left,
/// top, right, bottom.
pub(super) fn plot_area(
    chart: &Chart,
    plot: &Drawing<'_>,
) -> Result<[i32; 4], Box<dyn std::error::Error>> {
    let (x, y) = (&chart.x, &chart.y);
    let mut context = ChartBuilder::on(plot)
        .margin_left(14)
        .margin_right(RIGHT)
        .margin_top(4)
        .x_label_area_size(50)
        .y_label_area_size(LEFT - 14)
        .build_cartesian_2d(Coordinate(x.clone()), Coordinate(y.clone()))?;
    context
        .configure_mesh()
        .axis_style(rgb(SLATE))
        .bold_line_style(rgb(GRID))
        .light_line_style(TRANSPARENT)
        .label_style(style(NUMBER, SLATE))
        .axis_desc_style(style(LABEL, INK))
        .x_desc(&x.label)
        .y_desc(&y.label)
        .x_label_formatter(&|value| x.tick_text(*value))
        .y_label_formatter(&|value| y.tick_text(*value))
        .draw()?;
    if y.holds(0.0) && y.low < 0.0 {
        let zero = [(x.low, 0.0), (x.high, 0.0)];
        context.draw_series(LineSeries::new(zero, rgb(SLATE).stroke_width(1)))?;
    }
    for threshold in &chart.thresholds {
        let ends = [(*threshold, y.low), (*threshold, y.high)];
        context.draw_series(LineSeries::new(ends, rgb(SLATE).stroke_width(1)))?;
    }
    for line in &chart.lines {
        draw_spread(&mut context, chart, line)?;
    }
    for index in 0..chart.lines.len() {
        draw_line(&mut context, chart, index)?;
    }
    let (horizontal, vertical) = context.plotting_area().get_pixel_range();
    Ok([
        horizontal.start,
        vertical.start,
        horizontal.end,
        vertical.end,
    ])
}

/// The numbers of thresholds, in per cent, above the plotting area: the first to the left of its
/// line and the others to the right, as they may be close.
pub(super) fn threshold_numbers(
    chart: &Chart,
    root: &Drawing<'_>,
    [left, top, right, _]: [i32; 4],
) -> Result<(), Box<dyn std::error::Error>> {
    for (i, threshold) in chart.thresholds.iter().enumerate() {
        let (side, beside) = if i == 0 {
            (HPos::Right, 4)
        } else {
            (HPos::Left, -4)
        };
        let x = Coordinate(chart.x.clone()).map(threshold, (left, right)) + beside;
        let style = style(THRESHOLD, SLATE).pos(Pos::new(side, VPos::Bottom));
        root.draw(&Text::new(format!("{threshold} %"), (x, top - 2), &style))?;
    }
    Ok(())
}
