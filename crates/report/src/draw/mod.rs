//! Charts to SVG.

use std::sync::Once;

use faceoff_config::Color;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontStyle, register_font};

use crate::axis::Axis;
use crate::chart::{Chart, Curve, Line};
use crate::color::{GRID, INK, SLATE};
use crate::compact::compact;
use crate::seeds::Spread;

/// How large a chart is drawn, in pixels. Text is the same in every size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Width of the whole.
    pub(crate) width: u32,
    /// Height of the chart between its title and its legend.
    plot_height: u32,
}

impl Size {
    /// A chart that stands by itself.
    pub(crate) const WHOLE: Self = Self {
        width: 960,
        plot_height: 470,
    };
    /// One of two beside each other.
    pub(crate) const HALF: Self = Self {
        width: 640,
        plot_height: 330,
    };
}

const TITLE_HEIGHT: u32 = 52;
const LEGEND_ROW: u32 = 25;
const NOTES_HEIGHT: u32 = 34;
const NOTE_ROW: u32 = 19;
const LEFT: u32 = 92;
const RIGHT: u32 = 28;
/// How much colour a band has, beside its line's.
const BAND: f64 = 0.2;
/// Lines with at most this many points show each.
const FEW_POINTS: usize = 40;

/// The family of the embedded fonts.
pub(crate) const FONT: &str = "Inter";
pub(crate) const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.otf");
pub(crate) const SEMI_BOLD: &[u8] = include_bytes!("../fonts/Inter-SemiBold.otf");

type Drawing<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Context<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Coordinate, Coordinate>>;

/// An axis as plotters wants it.
#[derive(Clone)]
struct Coordinate(Axis);

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

/// A drawn chart.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    /// The whole picture.
    pub(crate) svg: String,
    /// Its width, in pixels.
    pub(crate) width: u32,
    /// Where the plotting area lies in it: left, top, right, bottom, in pixels.
    pub(crate) area: [i32; 4],
}

/// Draws `chart` as large as `size` says.
///
/// # Errors
/// What plotters says; nothing in a chart should bring it to that.
pub(crate) fn draw(chart: &Chart, size: Size) -> Result<Drawn, String> {
    register_fonts();
    let columns = legend_columns(chart, size.width);
    let rows = chart.lines.len().div_ceil(columns) as u32;
    let more_notes = (note_rows(chart, size.width).len() as u32).saturating_sub(1) * NOTE_ROW;
    let height = TITLE_HEIGHT + size.plot_height + rows * LEGEND_ROW + NOTES_HEIGHT + more_notes;
    let mut svg = String::new();
    let area;
    {
        let root = SVGBackend::with_string(&mut svg, (size.width, height)).into_drawing_area();
        area = onto(chart, &root, size, columns).map_err(|e| e.to_string())?;
        root.present().map_err(|e| e.to_string())?;
    }
    Ok(Drawn {
        svg: compact(&svg),
        width: size.width,
        area,
    })
}

fn onto(
    chart: &Chart,
    root: &Drawing<'_>,
    size: Size,
    columns: usize,
) -> Result<[i32; 4], Box<dyn std::error::Error>> {
    root.fill(&WHITE)?;
    let (title, rest) = root.split_vertically(TITLE_HEIGHT);
    title.draw(&Text::new(
        chart.title.clone(),
        (24, 18),
        font(21, FontStyle::Bold, INK),
    ))?;
    let (plot, below) = rest.split_vertically(size.plot_height);
    let area = plot_area(chart, &plot)?;
    threshold_numbers(chart, root, area)?;
    legend(chart, &below, columns, size.width)?;
    let (width, height) = root.dim_in_pixel();
    let notes = font(13, FontStyle::Normal, SLATE).pos(Pos::new(HPos::Right, VPos::Bottom));
    for (i, row) in note_rows(chart, size.width).into_iter().rev().enumerate() {
        let bottom = height as i32 - 10 - i as i32 * NOTE_ROW as i32;
        let corner = (width as i32 - RIGHT as i32, bottom);
        root.draw(&Text::new(row, corner, &notes))?;
    }
    Ok(area)
}

/// The notes in rows that are no wider than the chart.
fn note_rows(chart: &Chart, width: u32) -> Vec<String> {
    let style = font(13, FontStyle::Normal, SLATE);
    let fits = |text: &str| {
        let size = style.font.box_size(text);
        size.is_ok_and(|(long, _)| long <= width - 2 * RIGHT)
    };
    let mut rows: Vec<String> = Vec::new();
    for note in &chart.notes {
        let longer = rows.last().map(|row| format!("{row} · {note}"));
        match (rows.last_mut(), longer) {
            (Some(row), Some(longer)) if fits(&longer) => *row = longer,
            _ => rows.push(note.clone()),
        }
    }
    rows
}

fn plot_area(chart: &Chart, plot: &Drawing<'_>) -> Result<[i32; 4], Box<dyn std::error::Error>> {
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
        .label_style(font(15, FontStyle::Normal, SLATE))
        .axis_desc_style(font(16, FontStyle::Normal, INK))
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
    for line in &chart.lines {
        draw_line(&mut context, chart, line)?;
    }
    let (horizontal, vertical) = context.plotting_area().get_pixel_range();
    Ok([
        horizontal.start,
        vertical.start,
        horizontal.end,
        vertical.end,
    ])
}

/// The numbers of thresholds above the plotting area: the first to the left of its line and the
/// others to the right, as they may be close.
fn threshold_numbers(
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
        let style = font(13, FontStyle::Normal, SLATE).pos(Pos::new(side, VPos::Bottom));
        root.draw(&Text::new(format!("{threshold:.2}"), (x, top - 2), &style))?;
    }
    Ok(())
}

/// The band or the thin lines of several seeds, as far as they lie on the axis.
fn draw_spread(
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

fn draw_line(
    context: &mut Context<'_, '_>,
    chart: &Chart,
    line: &Line,
) -> Result<(), Box<dyn std::error::Error>> {
    let color = rgb(line.color);
    // A layer's 0 has no place on a logarithmic axis but its lower edge.
    let lifted = |(x, y): &(f64, f64)| match line.curve == Curve::Layer && *y == 0.0 {
        true => (*x, chart.y.low),
        false => (*x, *y),
    };
    let points: Vec<(f64, f64)> = line.points.iter().map(lifted).collect();
    // A line is broken where it leaves the axis, not drawn along its edge.
    for piece in points.split(|point| !chart.y.holds(point.1)) {
        let points = piece.iter().copied();
        let style = color.stroke_width(2);
        if line.curve == Curve::Reference {
            context.draw_series(DashedLineSeries::new(points.clone(), 9, 6, style))?;
        } else if piece.len() > 1 {
            context.draw_series(LineSeries::new(points.clone(), style))?;
        }
        let few = line.points.len() <= FEW_POINTS || piece.len() == 1;
        if few && !matches!(line.curve, Curve::Reference | Curve::Share | Curve::Layer) {
            let size = if line.curve == Curve::Train { 2 } else { 4 };
            context.draw_series(points.map(|point| Circle::new(point, size, color.filled())))?;
        }
    }
    if let (true, Some(last)) = (line.diverged, line.points.last()) {
        let shown = (last.0, last.1.clamp(chart.y.low, chart.y.high));
        context.draw_series([Cross::new(shown, 9, color.stroke_width(3))])?;
    }
    Ok(())
}

/// Legends stand in two columns where the longest fits half the width.
fn legend_columns(chart: &Chart, chart_width: u32) -> usize {
    let style = font(14, FontStyle::Normal, INK);
    let width = |line: &Line| {
        let size = style
            .font
            .box_size(&text(line))
            .map_or(u32::MAX, |size| size.0);
        size + 62
    };
    let widest = chart.lines.iter().map(width).max().unwrap_or(0);
    if chart.lines.len() > 2 && widest < (chart_width - LEFT - RIGHT) / 2 {
        2
    } else {
        1
    }
}

fn text(line: &Line) -> String {
    match line.diverged {
        true => format!("{} (diverged at ×)", line.label),
        false => line.label.clone(),
    }
}

fn legend(
    chart: &Chart,
    area: &Drawing<'_>,
    columns: usize,
    width: u32,
) -> Result<(), Box<dyn std::error::Error>> {
    let column_width = (width - LEFT - RIGHT) / columns as u32;
    for (i, line) in chart.lines.iter().enumerate() {
        let left = (LEFT + (i % columns) as u32 * column_width) as i32;
        let middle = ((i / columns) as u32 * LEGEND_ROW + LEGEND_ROW / 2) as i32;
        let color = rgb(line.color);
        let width = if line.curve == Curve::Reference { 2 } else { 3 };
        let stroke = |from: i32, to: i32| {
            let ends = vec![(left + from, middle), (left + to, middle)];
            area.draw(&PathElement::new(ends, color.stroke_width(width)))
        };
        if matches!(line.spread, Spread::Band(_)) {
            let corners = [(left, middle - 7), (left + 34, middle + 7)];
            area.draw(&Rectangle::new(corners, color.mix(BAND).filled()))?;
        }
        if line.curve == Curve::Reference {
            for dash in [0, 13, 26] {
                stroke(dash, dash + 8)?;
            }
        } else {
            stroke(0, 34)?;
        }
        let few = line.points.len() <= FEW_POINTS;
        if few && matches!(line.curve, Curve::Test | Curve::Difference) {
            area.draw(&Circle::new((left + 17, middle), 4, color.filled()))?;
        }
        let style = font(14, FontStyle::Normal, INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(text(line), (left + 44, middle), &style))?;
    }
    Ok(())
}

fn rgb(color: Color) -> RGBColor {
    RGBColor(color.red, color.green, color.blue)
}

fn font(size: u32, style: FontStyle, color: Color) -> TextStyle<'static> {
    TextStyle {
        color: rgb(color).to_backend_color(),
        ..(FONT, size, style).into()
    }
}

fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, SEMI_BOLD)] {
            // Cannot fail: the bytes are compiled in, and tests draw with both.
            let _: Result<(), _> = register_font(FONT, style, bytes);
        }
    });
}
