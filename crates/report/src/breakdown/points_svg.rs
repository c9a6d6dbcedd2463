//! The error of each landmark to SVG.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::points::{PointMap, PointPanel};
use super::viridis::viridis;
use crate::axis::Axis;
use crate::color::{INK, SLATE, hex};
use crate::draw::Size;
use crate::svg::{open, rows, text};
use crate::text::{Font, parts};

const MARGIN: usize = 24;
const GAP: usize = 12;
/// Panels in a row.
const COLUMNS: usize = 3;
/// Width of a panel.
const WIDTH: u32 = Size::WHOLE.width;
const PANEL: usize = (WIDTH as usize - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;
/// Beside a panel's name is its colour.
const NAME_LEFT: usize = 18;
const NAME: Font = Font::bold(15);
const NAME_ROW: usize = 19;
const CAPTION: Font = Font::regular(13);
const CAPTION_ROW: usize = 17;
/// Free space around a face, so that circles at its edge fit.
const PADDING: f64 = 12.0;
const TITLE: Font = Font::bold(20);
const TITLE_ROW: usize = 26;
/// Height of the heading without its rows.
const HEAD: usize = 30;
/// Height of the scale.
const SCALE: usize = 88;
const NOTE: Font = Font::regular(12);
const NOTE_ROW: usize = 18;
const FOOT: usize = 12;
/// Width of the scale bar.
const BAR: f64 = 360.0;
/// Steps of colour in the scale bar.
const SLICES: usize = 90;
/// Radius of a circle at the scale's end.
const RADIUS: f64 = 8.0;
/// Radius below which a circle's colour cannot be seen.
const SMALLEST: f64 = 1.6;
/// Red of points without a finite error.
const RED: &str = "#dc2626";

/// Runs of landmarks that are joined by a line, and whether it closes: jaw, brows, nose, eyes,
/// lips (300-W order).
const OUTLINES: [(RangeInclusive<usize>, bool); 9] = [
    (0..=16, false),
    (17..=21, false),
    (22..=26, false),
    (27..=30, false),
    (31..=35, false),
    (36..=41, true),
    (42..=47, true),
    (48..=59, true),
    (60..=67, true),
];

/// From pixels of the crop to those of a panel.
#[derive(Clone, Copy)]
struct Placing {
    low: [f64; 2],
    zoom: f64,
    height: usize,
}

/// The whole picture.
pub(crate) fn points_svg(map: &PointMap) -> String {
    let placing = placing(map);
    let words: Vec<PanelWords> = map.panels.iter().map(PanelWords::of).collect();
    let panel_head = words.iter().map(PanelWords::height).max().unwrap_or(0);
    let width = WIDTH as usize - 2 * MARGIN;
    let (title, notes) = (
        TITLE.wrap_parts(&parts(&map.title), width),
        NOTE.wrap_parts(&map.notes, width),
    );
    let head = HEAD + title.len() * TITLE_ROW;
    let row = panel_head + placing.height + GAP;
    let scale_top = head + map.panels.len().div_ceil(COLUMNS) * row;
    let height = scale_top + SCALE + notes.len() * NOTE_ROW + FOOT;
    let mut svg = open(WIDTH as usize, height);
    rows(&mut svg, (MARGIN, 35), TITLE_ROW, TITLE, INK, &title);
    for (i, (panel, words)) in map.panels.iter().zip(&words).enumerate() {
        let left = MARGIN + (i % COLUMNS) * (PANEL + GAP);
        let top = head + (i / COLUMNS) * row;
        words.write(&mut svg, (left, top), panel);
        face_at(&mut svg, (left, top + panel_head), panel, map.end, placing);
    }
    scale(&mut svg, scale_top as f64, map);
    let corner = (MARGIN, scale_top + SCALE + NOTE_ROW);
    rows(&mut svg, corner, NOTE_ROW, NOTE, SLATE, &notes);
    svg.push_str("</svg>\n");
    svg
}

/// A panel's name and caption in rows that fit.
struct PanelWords {
    name: Vec<String>,
    caption: Vec<String>,
}

impl PanelWords {
    fn of(panel: &PointPanel) -> Self {
        let width = PANEL - NAME_LEFT;
        Self {
            name: NAME.wrap(&panel.name, width),
            caption: CAPTION.wrap(&panel.caption, width),
        }
    }

    fn height(&self) -> usize {
        8 + self.name.len() * NAME_ROW + self.caption.len() * CAPTION_ROW
    }

    fn write(&self, svg: &mut String, (left, top): (usize, usize), panel: &PointPanel) {
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            svg,
            "<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"{}\"/>",
            left + 6,
            top + 11,
            hex(panel.color)
        );
        let left = left + NAME_LEFT;
        rows(svg, (left, top + 16), NAME_ROW, NAME, INK, &self.name);
        let top = top + 16 + self.name.len() * NAME_ROW;
        rows(svg, (left, top), CAPTION_ROW, CAPTION, SLATE, &self.caption);
    }
}

/// One placing that holds the faces of all panels.
fn placing(map: &PointMap) -> Placing {
    let points = || map.panels.iter().flat_map(|panel| &panel.face);
    let bounds = |axis: usize| {
        let values = points().map(|point| point[axis]).filter(|v| v.is_finite());
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    };
    let [(left, right), (top, bottom)] = [bounds(0), bounds(1)];
    // At least a pixel: the faces of hand-made records may have no extent.
    let width = (right - left).max(1.0);
    let zoom = (PANEL as f64 - 2.0 * PADDING) / width;
    // A face is about as high as wide; what is not is made smaller rather than a tower.
    let zoom = zoom.min(1.3 * PANEL as f64 / (bottom - top).max(1.0));
    let height = ((bottom - top).max(1.0) * zoom + 2.0 * PADDING).ceil() as usize;
    Placing {
        low: [left, top],
        zoom,
        height,
    }
}

fn face_at(
    svg: &mut String,
    (left, top): (usize, usize),
    panel: &PointPanel,
    end: f64,
    placing: Placing,
) {
    let (x, y) = (left as f64 + PADDING, top as f64 + PADDING);
    let face: Vec<[f64; 2]> = panel
        .face
        .iter()
        .map(|point| {
            [
                x + (point[0] - placing.low[0]) * placing.zoom,
                y + (point[1] - placing.low[1]) * placing.zoom,
            ]
        })
        .collect();
    outlines(svg, &face);
    for (point, error) in face.iter().zip(&panel.errors) {
        mark(svg, *point, *error, end);
    }
    svg.push('\n');
}

fn outlines(svg: &mut String, face: &[[f64; 2]]) {
    for (run, closed) in OUTLINES {
        let points: Vec<String> = face
            .get(run)
            .unwrap_or_default()
            .iter()
            .map(|[x, y]| format!("{x:.1},{y:.1}"))
            .collect();
        let shape = if closed { "polygon" } else { "polyline" };
        let _ = write!(
            svg,
            "<{shape} points=\"{}\" fill=\"none\" stroke=\"#94a3b8\" stroke-width=\"1\"/>",
            points.join(" ")
        );
    }
}

/// A circle whose area and colour are the error, or a cross where it is not finite.
fn mark(svg: &mut String, [x, y]: [f64; 2], error: f64, end: f64) {
    if !error.is_finite() {
        let _ = write!(
            svg,
            "<path d=\"M{:.1} {:.1}l8 8m0 -8l-8 8\" stroke=\"{RED}\" stroke-width=\"2\"/>",
            x - 4.0,
            y - 4.0
        );
        return;
    }
    let share = (error / end).clamp(0.0, 1.0);
    let _ = write!(
        svg,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.2}\" fill=\"{}\" stroke=\"#ffffff\" \
         stroke-width=\"0.8\"/>",
        (share.sqrt() * RADIUS).max(SMALLEST),
        hex(viridis(share))
    );
}

/// The bar of colours with circles of the same errors above it and their numbers below.
fn scale(svg: &mut String, top: f64, map: &PointMap) {
    let left = MARGIN as f64 + RADIUS;
    let bar = top + 26.0;
    for slice in 0..SLICES {
        let width = BAR / SLICES as f64;
        let share = (slice as f64 + 0.5) / SLICES as f64;
        let _ = write!(
            svg,
            "<rect x=\"{}\" y=\"{bar}\" width=\"{width}\" height=\"12\" fill=\"{}\"/>",
            left + slice as f64 * width,
            hex(viridis(share))
        );
    }
    let axis = Axis::from_0("", (map.end, map.end), 5);
    for tick in &axis.ticks {
        let x = left + tick / map.end * BAR;
        mark(svg, [x, top + 12.0], *tick, map.end);
        let is_last = (tick / map.end - 1.0).abs() < 1e-9;
        let and_more = if is_last { " and more" } else { "" };
        let number = axis.tick_text(*tick);
        // Centred under its circle whatever stands behind it.
        let middle = CAPTION.width(&number) as f64 / 2.0;
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{}\" fill=\"{}\">{number}{and_more}</text>",
            x - middle,
            bar + 28.0,
            CAPTION.size,
            hex(SLATE)
        );
    }
    let (right, line) = ((left + BAR) as usize + 28, bar as usize + 11);
    let unit = "pixels of the 224×224 crop, mean over the test images";
    text(svg, (right, line), CAPTION, INK, unit);
    if map.not_finite() {
        let (x, y) = (right + 90, line + 17);
        mark(svg, [x as f64, y as f64], f64::NAN, map.end);
        text(svg, (x + 12, y + 5), CAPTION, INK, "not finite");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::texts_outside;

    #[test]
    fn no_words_leave_the_picture() {
        let words = "not all entries were tested on the same images ".repeat(6);
        let panel = PointPanel {
            name: words.clone(),
            color: INK,
            face: vec![[60.0, 60.0], [160.0, 180.0]],
            errors: vec![3.0, f64::NAN],
            caption: words.clone(),
        };
        let svg = points_svg(&PointMap {
            title: words.clone(),
            panels: vec![panel; 4],
            end: 15.0,
            notes: vec![words.clone(), words],
        });
        assert_eq!(texts_outside(&svg), [""; 0]);
    }
}
