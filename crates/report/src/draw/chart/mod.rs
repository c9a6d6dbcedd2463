//! Charts of lines to SVG.

mod coordinate;
mod layout;
mod legend;
mod lines;
mod plot;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::compact::compact;
use super::text::{Font, parts, register_fonts};
use crate::charts::Chart;
use crate::color::{INK, SLATE};

use layout::{Drawing, LEGEND_WIDTH, PLOT_HEIGHT, RIGHT, WIDTH, style};
use legend::Legend;
use plot::{plot_area, threshold_numbers};

const TITLE: Font = Font::bold(18);
const TITLE_LEFT: u32 = 24;
const TITLE_ROW: u32 = 24;
const TITLE_HEIGHT: u32 = 28;
const NOTE: Font = Font::regular(11);
const NOTE_ROW: u32 = 18;
const NOTES_HEIGHT: u32 = 16;
/// `chart` as SVG.
///
/// # Errors
/// What plotters says; nothing in a chart should bring it to that.
pub(crate) fn draw_chart(chart: &Chart) -> Result<String, String> {
    register_fonts();
    let words = Words::of(chart);
    let height = words.head() + PLOT_HEIGHT + words.legend.height() + words.foot();
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        onto(chart, &words, &root).map_err(|e| e.to_string())?;
        root.present().map_err(|e| e.to_string())?;
    }
    Ok(compact(&svg))
}

/// What is written around a chart, in rows that fit.
struct Words<'a> {
    title: Vec<String>,
    legend: Legend<'a>,
    notes: Vec<String>,
}

impl<'a> Words<'a> {
    fn of(chart: &'a Chart) -> Self {
        let width = |free: u32| (WIDTH - free) as usize;
        Self {
            title: TITLE.wrap_parts(&parts(&chart.heading()), width(TITLE_LEFT + RIGHT)),
            legend: Legend::new(&chart.lines, LEGEND_WIDTH),
            notes: NOTE.wrap_parts(&chart.small_print(), width(2 * RIGHT)),
        }
    }

    fn head(&self) -> u32 {
        TITLE_HEIGHT + self.title.len() as u32 * TITLE_ROW
    }

    fn foot(&self) -> u32 {
        NOTES_HEIGHT + self.notes.len() as u32 * NOTE_ROW
    }
}

fn onto(
    chart: &Chart,
    words: &Words<'_>,
    root: &Drawing<'_>,
) -> Result<(), Box<dyn std::error::Error>> {
    root.fill(&WHITE)?;
    let (head, rest) = root.split_vertically(words.head());
    for (i, row) in words.title.iter().enumerate() {
        let corner = (TITLE_LEFT as i32, 18 + i as i32 * TITLE_ROW as i32);
        head.draw(&Text::new(row.clone(), corner, style(TITLE, INK)))?;
    }
    let (plot, below) = rest.split_vertically(PLOT_HEIGHT);
    let area = plot_area(chart, &plot)?;
    threshold_numbers(chart, root, area)?;
    words.legend.draw(&below)?;
    let (width, height) = root.dim_in_pixel();
    let notes = style(NOTE, SLATE).pos(Pos::new(HPos::Right, VPos::Bottom));
    for (i, row) in words.notes.iter().rev().enumerate() {
        let bottom = height as i32 - 10 - i as i32 * NOTE_ROW as i32;
        let corner = (width as i32 - RIGHT as i32, bottom);
        root.draw(&Text::new(row.clone(), corner, &notes))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use faceoff_spec::{Color, DifferenceScale};

    use super::*;
    use crate::charts::{Axis, Curve, Label, Line, Readout};
    use crate::draw::png::texts_outside;

    /// A chart of one line from `(0, low)` to `(9, high)` with all of its words `long`.
    fn chart(words: &str, low: f64, high: f64) -> Chart {
        let points = vec![(0.0, low), (5.0, 0.0), (9.0, high)];
        let line = |label: &str| {
            let label = Label {
                name: label.to_owned(),
                ..Label::default()
            };
            Line::plain(
                label,
                Curve::Difference,
                Color::rgb(0, 90, 255),
                points.clone(),
            )
        };
        Chart {
            about: vec![words.to_owned()],
            title: words.to_owned(),
            images: None,
            x: Axis::epochs([0.0, 9.0].into_iter()),
            y: Axis::differences("Loss diff, mean ÷ 10", &[-1.0, 1.0], DifferenceScale::Auto),
            thresholds: Vec::new(),
            lines: vec![line(words), line("short"), line("other")],
            notes: vec![words.to_owned(), "short".to_owned()],
            readout: Some(Readout::EPOCHS),
        }
    }

    #[test]
    fn no_words_leave_the_image() {
        for times in [1, 3, 12, 60] {
            for word in ["a comparison of many things · ", "unbroken"] {
                let words = word.repeat(times);
                let svg = draw_chart(&chart(words.trim(), -1.0, 1.0)).unwrap();
                assert_eq!(texts_outside(&svg), [""; 0], "{words}");
            }
        }
    }

    #[test]
    fn points_beyond_the_axis_are_triangles_at_its_edges() {
        let triangles = |low: f64, high: f64| {
            let svg = draw_chart(&chart("Differences", low, high)).unwrap();
            let polygons = svg.lines().filter(|line| line.starts_with("<polygon"));
            polygons.count()
        };
        // Three lines of the same points.
        assert_eq!(triangles(-1.0, 1.0), 0);
        assert_eq!(triangles(-1.0, 50.0), 3);
        assert_eq!(triangles(-50.0, f64::INFINITY), 6);
        assert_eq!(triangles(-50.0, f64::NAN), 3);
    }
}
