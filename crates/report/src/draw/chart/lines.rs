//! Lines, what is around them, and marks on them.

use plotters::prelude::*;

use super::coordinate::Context;
use super::layout::rgb;
use crate::charts::{Chart, Curve, Line, Smoothed, Spread};

/// How much colour a band has, beside its line's.
pub(super) const BAND: f64 = 0.2;
/// How much colour single epochs have below a smoothed curve.
const PALE: f64 = 0.35;
/// How much colour the mark of an image has, so that marks below it can be seen.
pub(super) const MARK: f64 = 0.6;
/// Radius of that mark, in pixels.
pub(super) const MARK_SIZE: i32 = 3;
/// Height of the mark of a point beyond the axis, in pixels.
const TRIANGLE: i32 = 8;
/// Lines with at most this many points show each.
const FEW_POINTS: usize = 40;

impl Line {
    /// Whether each of its measurements has a point.
    pub(super) fn has_points(&self) -> bool {
        let measured = matches!(
            self.curve,
            Curve::Test | Curve::Validation | Curve::Difference
        );
        measured && self.points.len() <= FEW_POINTS
    }
}

/// The band or the thin lines of several seeds, as far as they lie on the axis.
pub(super) fn draw_spread(
    context: &mut Context<'_, '_>,
    chart: &Chart,
    line: &Line,
) -> Result<(), Box<dyn std::error::Error>> {
    let (color, y) = (rgb(line.color), &chart.y);
    match &line.spread {
        Spread::None => {}
        Spread::Band(band) => {
            let beside = |(_, low, high): &(f64, f64, f64)| !(*low <= y.high && *high >= y.low);
            for piece in band.split(beside).filter(|piece| piece.len() > 1) {
                let lower = piece.iter().map(|(x, low, _)| (*x, low.max(y.low)));
                let upper = piece.iter().map(|(x, _, high)| (*x, high.min(y.high)));
                let outline: Vec<_> = lower.chain(upper.rev()).collect();
                context.draw_series([Polygon::new(outline, color.mix(BAND).filled())])?;
            }
        }
        Spread::Lines(lines) => {
            for piece in lines
                .iter()
                .flat_map(|line| line.split(|point| !y.holds(point.1)))
            {
                let points = piece.iter().copied();
                context.draw_series(LineSeries::new(points, color.mix(0.5).stroke_width(1)))?;
            }
        }
    }
    Ok(())
}

/// Marks where images lie, as far as they lie on the axes.
fn draw_marks(
    context: &mut Context<'_, '_>,
    chart: &Chart,
    line: &Line,
) -> Result<(), Box<dyn std::error::Error>> {
    let color = rgb(line.color).mix(MARK);
    let points = line.points.iter().copied();
    let shown = points.filter(|point| chart.x.holds(point.0) && chart.y.holds(point.1));
    context.draw_series(shown.map(|point| Circle::new(point, MARK_SIZE, color.filled())))?;
    Ok(())
}

/// Draws line `index` of `chart`.
pub(super) fn draw_line(
    context: &mut Context<'_, '_>,
    chart: &Chart,
    index: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let line = &chart.lines[index];
    if line.curve == Curve::Images {
        return draw_marks(context, chart, line);
    }
    let color = rgb(line.color);
    // A layer's 0 has no place on a logarithmic axis but its lower edge.
    let lifted = |(x, y): &(f64, f64)| match line.curve == Curve::Layer && *y == 0.0 {
        true => (*x, chart.y.low),
        false => (*x, *y),
    };
    let points: Vec<(f64, f64)> = line.points.iter().map(lifted).collect();
    let style = match line.smoothed {
        Some(_) => color.mix(PALE).stroke_width(1),
        None => color.stroke_width(width(chart, index)),
    };
    // A line is broken where it leaves the axis, not drawn along its edge.
    for piece in points.split(|point| !chart.y.holds(point.1)) {
        let points = piece.iter().copied();
        if let Some((dash, gap)) = dashes(line.curve) {
            context.draw_series(DashedLineSeries::new(points.clone(), dash, gap, style))?;
        } else if piece.len() > 1 {
            context.draw_series(LineSeries::new(points.clone(), style))?;
        }
        let alone = piece.len() == 1 && line.curve == Curve::Train;
        if line.has_points() || alone {
            let size = if alone { 2 } else { 4 };
            context.draw_series(points.map(|point| Circle::new(point, size, color.filled())))?;
        }
    }
    if let Some(smoothed) = &line.smoothed {
        draw_smoothed(context, chart, smoothed, color)?;
    }
    draw_beyond(context, chart, line)?;
    if let (true, Some(last)) = (line.diverged, line.points.last()) {
        let shown = (last.0, last.1.clamp(chart.y.low, chart.y.high));
        context.draw_series([Cross::new(shown, 9, color.stroke_width(3))])?;
    }
    Ok(())
}

fn draw_smoothed(
    context: &mut Context<'_, '_>,
    chart: &Chart,
    smoothed: &Smoothed,
    color: RGBColor,
) -> Result<(), Box<dyn std::error::Error>> {
    for piece in smoothed.points.split(|point| !chart.y.holds(point.1)) {
        let points = piece.iter().copied();
        context.draw_series(LineSeries::new(points, color.stroke_width(3)))?;
    }
    if let Some(lowest) = smoothed.lowest {
        context.draw_series([Circle::new(lowest, 7, WHITE.filled())])?;
        context.draw_series([Circle::new(lowest, 7, color.stroke_width(3))])?;
    }
    Ok(())
}

/// Triangles at the edge of the axis, one where each point is beyond it, pointing out.
fn draw_beyond(
    context: &mut Context<'_, '_>,
    chart: &Chart,
    line: &Line,
) -> Result<(), Box<dyn std::error::Error>> {
    let y = &chart.y;
    let beyond = line.points.iter().filter(|point| {
        // On a logarithmic axis a layer's 0 is drawn.
        !point.1.is_nan() && !y.holds(point.1) && line.curve != Curve::Layer
    });
    let triangles = beyond.map(|(x, value)| {
        // Rows of an image count down.
        let (edge, inwards) = if *value > y.high {
            (y.high, 1)
        } else {
            (y.low, -1)
        };
        let base = inwards * TRIANGLE;
        let corners = vec![(0, 0), (-TRIANGLE / 2 - 1, base), (TRIANGLE / 2 + 1, base)];
        EmptyElement::at((*x, edge)) + Polygon::new(corners, rgb(line.color).filled())
    });
    context.draw_series(triangles)?;
    Ok(())
}

/// How thick line `index` is. Where lines of layers lie on each other, each is thinner than those
/// below it, so that all can be seen.
fn width(chart: &Chart, index: usize) -> u32 {
    let is_layer = |line: &&Line| line.curve == Curve::Layer;
    let layers: Vec<&Line> = chart.lines.iter().filter(is_layer).collect();
    let lie_on_each_other = layers
        .iter()
        .enumerate()
        .any(|(i, line)| layers[..i].iter().any(|below| lies_on(line, below)));
    match is_layer(&&chart.lines[index]) && lie_on_each_other {
        true => 2 + chart.lines[index + 1..].iter().filter(is_layer).count() as u32,
        false => 2,
    }
}

/// Whether a tenth of a line's points or more are another's too.
fn lies_on(line: &Line, below: &Line) -> bool {
    let pairs = line.points.iter().zip(&below.points);
    let same = pairs.filter(|(point, other)| point == other).count();
    10 * same >= line.points.len()
}

/// Lengths of a curve's dashes and of the gaps between them.
pub(super) fn dashes(curve: Curve) -> Option<(i32, i32)> {
    match curve {
        Curve::Validation => Some((14, 5)),
        Curve::Reference => Some((9, 6)),
        Curve::TrainReference => Some((2, 4)),
        Curve::Train
        | Curve::Test
        | Curve::Difference
        | Curve::Layer
        | Curve::Share
        | Curve::Images => None,
    }
}
