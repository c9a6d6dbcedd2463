//! The error of each landmark to SVG.

use std::fmt::Write as _;

use faceoff_landmarks::Scheme;
use faceoff_spec::Color;

use super::circles::{CircleScale, PADDING, SCALE};
use super::svg::{open, rows, sound, text};
use super::text::{Font, parts};
use crate::charts::{LandmarkDifference, LandmarkMap, LandmarkPanel};
use crate::color::{INK, SLATE, hex};
use crate::format::short;

const MARGIN: usize = 24;
const GAP: usize = 12;
/// Width of the image.
const WIDTH: u32 = 960;
/// Width of a panel at most: a face is nearly as high.
const LARGEST: usize = 440;
/// Beside a single face are its worst landmarks.
const WORST: usize = 12;
const WORST_LEFT: usize = MARGIN + LARGEST + 60;
const WORST_ROW: usize = 22;
/// Beside a panel's name is its colour.
const NAME_LEFT: usize = 18;
const NAME: Font = Font::bold(15);
const NAME_ROW: usize = 19;
const CAPTION: Font = Font::regular(13);
const CAPTION_ROW: usize = 17;
const TITLE: Font = Font::bold(20);
const TITLE_ROW: usize = 26;
/// Height of the heading without its rows.
const HEAD: usize = 30;
const NOTE: Font = Font::regular(12);
const NOTE_ROW: usize = 18;
const FOOT: usize = 12;
/// From pixels of the crop to those of a panel.
#[derive(Clone, Copy)]
struct Placing {
    low: [f64; 2],
    zoom: f64,
    height: usize,
}

/// How panels stand beside each other.
#[derive(Clone, Copy)]
struct Columns {
    count: usize,
    /// Width of a panel.
    width: usize,
}

impl Columns {
    /// For so many panels: rows as full as can be.
    fn of(panels: usize) -> Self {
        let count = match panels {
            0..=2 => 2,
            4 | 7 | 8 => 4,
            _ => 3,
        };
        let room = WIDTH as usize - 2 * MARGIN - (count - 1) * GAP;
        let width = (room / count).min(LARGEST);
        Self { count, width }
    }

    /// How large circles are: on a small face they would cover each other.
    fn circles(self) -> f64 {
        if self.count > 3 { 0.75 } else { 1.0 }
    }

    fn left(self, i: usize) -> usize {
        MARGIN + (i % self.count) * (self.width + GAP)
    }
}

/// A face with its words, as it is drawn.
struct Panel<'a> {
    name: Vec<String>,
    /// The colour of the entry; a difference belongs to none.
    color: Option<Color>,
    caption: Vec<String>,
    face: &'a [[f64; 2]],
    values: &'a [f64],
    scale: &'a CircleScale,
}

/// The whole image, which can be shown alone.
pub(super) fn draw_map(map: &LandmarkMap) -> String {
    let title = format!("{} · {}", map.about, map.title);
    draw_with(map, &parts(&title), &map.small_print())
}

/// The faces alone: a page says the rest itself.
pub(crate) fn draw_faces(map: &LandmarkMap) -> String {
    sound(draw_with(map, &[], &[]))
}

fn draw_with(map: &LandmarkMap, title: &[String], notes: &[String]) -> String {
    let columns = Columns::of(map.panels.len() + map.difference.iter().len());
    let errors = map.panels.iter().flat_map(|panel| &panel.errors);
    let errors = CircleScale::errors(errors.copied()).sized(columns.circles());
    let differences = map.difference.iter().flat_map(|each| &each.differences);
    let differences = CircleScale::differences(differences.copied());
    let entries = map
        .panels
        .iter()
        .map(|panel| Panel::of_entry(panel, &errors, columns.width));
    let difference = map.difference.iter();
    let difference = difference.map(|each| Panel::of_difference(each, &differences, columns.width));
    let panels: Vec<Panel<'_>> = entries.chain(difference).collect();
    let placing = placing(&panels, columns.width);
    let panel_head = panels.iter().map(Panel::head).max().unwrap_or(0);
    let width = WIDTH as usize - 2 * MARGIN;
    let (title, notes) = (
        TITLE.wrap_parts(title, width),
        NOTE.wrap_parts(notes, width),
    );
    let head = HEAD + title.len() * TITLE_ROW;
    let row = panel_head + placing.height + GAP;
    let scale_top = head + panels.len().div_ceil(columns.count) * row;
    let height = scale_top + SCALE + notes.len() * NOTE_ROW + FOOT;
    let mut svg = open(WIDTH as usize, height);
    rows(&mut svg, (MARGIN, 35), TITLE_ROW, TITLE, INK, &title);
    for (i, panel) in panels.iter().enumerate() {
        let (left, top) = (columns.left(i), head + (i / columns.count) * row);
        panel.write_words(&mut svg, (left, top));
        panel.draw_face(&mut svg, (left, top + panel_head), placing, map.scheme);
    }
    if let [only] = map.panels.as_slice() {
        worst(
            &mut svg,
            head + panel_head,
            placing.height,
            only,
            map.scheme,
        );
    }
    errors.write(&mut svg, (columns.left(0), scale_top), map.not_finite());
    if map.difference.is_some() {
        // Below its panel, the third.
        differences.write(&mut svg, (columns.left(2), scale_top), false);
    }
    let corner = (MARGIN, scale_top + SCALE + NOTE_ROW);
    rows(&mut svg, corner, NOTE_ROW, NOTE, SLATE, &notes);
    svg.push_str("</svg>\n");
    svg
}

impl<'a> Panel<'a> {
    fn of_entry(panel: &'a LandmarkPanel, scale: &'a CircleScale, width: usize) -> Self {
        Self {
            name: NAME.wrap(&panel.name, width - NAME_LEFT),
            color: Some(panel.color),
            caption: CAPTION.wrap(&panel.caption, width - NAME_LEFT),
            face: &panel.face,
            values: &panel.errors,
            scale,
        }
    }

    fn of_difference(
        difference: &'a LandmarkDifference,
        scale: &'a CircleScale,
        width: usize,
    ) -> Self {
        Self {
            name: NAME.wrap(&difference.name, width),
            color: None,
            caption: CAPTION.wrap(&difference.caption, width),
            face: &difference.face,
            values: &difference.differences,
            scale,
        }
    }

    /// Height of its words.
    fn head(&self) -> usize {
        8 + self.name.len() * NAME_ROW + self.caption.len() * CAPTION_ROW
    }

    fn write_words(&self, svg: &mut String, (left, top): (usize, usize)) {
        let mut left = left;
        if let Some(color) = self.color {
            // Writing to a string cannot fail, here and below.
            let _ = write!(
                svg,
                "<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"{}\"/>",
                left + 6,
                top + 11,
                hex(color)
            );
            left += NAME_LEFT;
        }
        rows(svg, (left, top + 16), NAME_ROW, NAME, INK, &self.name);
        let top = top + 16 + self.name.len() * NAME_ROW;
        rows(svg, (left, top), CAPTION_ROW, CAPTION, SLATE, &self.caption);
    }

    fn draw_face(
        &self,
        svg: &mut String,
        (left, top): (usize, usize),
        placing: Placing,
        scheme: &Scheme,
    ) {
        let (x, y) = (left as f64 + PADDING, top as f64 + PADDING);
        let place = |point: &[f64; 2]| {
            [
                x + (point[0] - placing.low[0]) * placing.zoom,
                y + (point[1] - placing.low[1]) * placing.zoom,
            ]
        };
        let face: Vec<[f64; 2]> = self.face.iter().map(place).collect();
        outlines(svg, &face, scheme);
        for (point, value) in face.iter().zip(self.values) {
            self.scale.mark(svg, *point, *value);
        }
        svg.push('\n');
    }
}

/// One placing that holds the faces of all panels.
fn placing(panels: &[Panel<'_>], panel: usize) -> Placing {
    let points = || panels.iter().flat_map(|panel| panel.face);
    let bounds = |axis: usize| {
        let values = points().map(|point| point[axis]).filter(|v| v.is_finite());
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    };
    let [(left, right), (top, bottom)] = [bounds(0), bounds(1)];
    // At least a pixel: the faces of hand-made records may have no extent.
    let width = (right - left).max(1.0);
    let zoom = (panel as f64 - 2.0 * PADDING) / width;
    // A face is about as high as wide; what is not is made smaller rather than a tower.
    let zoom = zoom.min(1.3 * panel as f64 / (bottom - top).max(1.0));
    let height = ((bottom - top).max(1.0) * zoom + 2.0 * PADDING).ceil() as usize;
    Placing {
        low: [left, top],
        zoom,
        height,
    }
}

/// The worst landmarks of a single face, in the space beside it.
fn worst(svg: &mut String, top: usize, height: usize, panel: &LandmarkPanel, scheme: &Scheme) {
    let mut errors: Vec<(usize, f64)> = panel.errors.iter().copied().enumerate().collect();
    // What is not finite is the worst.
    errors.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    errors.truncate(WORST.min((height / WORST_ROW).saturating_sub(2)));
    let row = |i: usize| top + 16 + i * WORST_ROW;
    text(svg, (WORST_LEFT, row(0)), NAME, INK, "Largest errors");
    for (i, (index, error)) in errors.into_iter().enumerate() {
        let y = row(i + 1);
        // Landmarks are counted from 1 where people read of them.
        let number = (index + 1).to_string();
        text(svg, (WORST_LEFT, y), CAPTION, INK, &number);
        text(
            svg,
            (WORST_LEFT + 34, y),
            CAPTION,
            SLATE,
            &scheme.landmarks()[index],
        );
        text(
            svg,
            (WORST_LEFT + 160, y),
            CAPTION,
            INK,
            &format!("{} px", short(error)),
        );
    }
}

fn outlines(svg: &mut String, face: &[[f64; 2]], scheme: &Scheme) {
    for outline in scheme.outlines() {
        let landmarks = outline.landmarks.iter();
        let landmarks: Vec<String> = landmarks
            .filter_map(|index| face.get(*index))
            .map(|[x, y]| format!("{x:.1},{y:.1}"))
            .collect();
        let shape = if outline.closed {
            "polygon"
        } else {
            "polyline"
        };
        let _ = write!(
            svg,
            "<{shape} points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1\"/>",
            landmarks.join(" "),
            hex(Color::TRUTH)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::png::texts_outside;
    use crate::study::notes::Images;

    #[test]
    fn no_words_leave_the_image() {
        let words = "not all entries were tested on the same images ".repeat(6);
        let panel = LandmarkPanel {
            name: words.clone(),
            color: INK,
            face: vec![[60.0, 60.0], [160.0, 180.0]],
            errors: vec![3.0, f64::NAN],
            caption: words.clone(),
        };
        let difference = LandmarkDifference {
            name: words.clone(),
            face: panel.face.clone(),
            differences: vec![-3.0, 0.5],
            caption: words.clone(),
        };
        for (panels, difference) in [(1, None), (4, None), (2, Some(difference)), (7, None)] {
            let svg = draw_map(&LandmarkMap {
                about: words.clone(),
                title: words.clone(),
                scheme: Scheme::face_68(),
                panels: vec![panel.clone(); panels],
                difference,
                images: Images {
                    count: words.clone(),
                    note: words.clone(),
                },
                notes: vec![words.clone()],
            });
            assert_eq!(texts_outside(&svg), [""; 0]);
        }
    }
}
