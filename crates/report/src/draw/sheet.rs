//! Contact sheets to SVG.

use std::fmt::Write as _;

use super::svg::{open, rows, sound};
use super::text::{Font, parts};
use super::tile::{self, TILE};
use crate::color::{INK, PLATE, SLATE, hex};
use crate::faces::{Layer, Sheet};

const GAP: usize = 10;
const MARGIN: usize = 20;
const TITLE: Font = Font::bold(20);
const TITLE_ROW: usize = 26;
const LABEL: Font = Font::regular(14);
const LABEL_ROW: usize = 26;
/// From one layer's dot to its label, and from there to the next one's.
const BEFORE_LABEL: usize = 29;
const AFTER_LABEL: usize = 24;
const NOTE: Font = Font::regular(13);
const NOTE_ROW: usize = 18;
/// Faces in a row.
const COLUMNS: usize = 5;

/// The whole sheet, with its heading, legend and notes.
pub(crate) fn sheet(sheet: &Sheet) -> Result<String, String> {
    // A legend wants room even over a single face.
    let width = (2 * MARGIN + faces_width(sheet)).max(700);
    let inside = width - 2 * MARGIN;
    let (title, notes) = (
        TITLE.wrap_parts(&parts(&sheet.title), inside),
        NOTE.wrap_parts(&sheet.small_print(), inside),
    );
    let labels = placed_labels(&sheet.layers, inside);
    let label_rows = labels
        .last()
        .map_or(0, |label| label.row + label.text.len());
    let legend = 18 + title.len() * TITLE_ROW;
    let head = legend + label_rows * LABEL_ROW + 6;
    let foot = head + faces_height(sheet) + GAP;
    let height = foot + notes.len() * NOTE_ROW + 14;
    let mut svg = open(width, height);
    rows(&mut svg, (MARGIN, 34), TITLE_ROW, TITLE, INK, &title);
    for (layer, label) in sheet.layers.iter().zip(&labels) {
        legend_entry(&mut svg, legend, layer, label);
    }
    faces_at(&mut svg, (MARGIN, head), sheet)?;
    let corner = (MARGIN, foot + NOTE_ROW);
    rows(&mut svg, corner, NOTE_ROW, NOTE, SLATE, &notes);
    svg.push_str("</svg>\n");
    Ok(sound(svg))
}

fn columns(sheet: &Sheet) -> usize {
    sheet.tiles.len().clamp(1, COLUMNS)
}

fn faces_width(sheet: &Sheet) -> usize {
    columns(sheet) * (TILE + GAP) - GAP
}

fn faces_height(sheet: &Sheet) -> usize {
    let rows = sheet.tiles.len().div_ceil(columns(sheet)).max(1);
    rows * (TILE + GAP) - GAP
}

fn faces_at(svg: &mut String, (left, top): (usize, usize), sheet: &Sheet) -> Result<(), String> {
    let columns = columns(sheet);
    for (i, tile) in sheet.tiles.iter().enumerate() {
        let left = left + (i % columns) * (TILE + GAP);
        let top = top + (i / columns) * (TILE + GAP);
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            svg,
            "<svg x=\"{left}\" y=\"{top}\" width=\"{TILE}\" height=\"{TILE}\">"
        );
        tile::inside(svg, &i.to_string(), tile, &sheet.layers)?;
        svg.push_str("</svg>\n");
    }
    Ok(())
}

/// Where a layer's label stands.
struct PlacedLabel {
    /// The row it begins in.
    row: usize,
    left: usize,
    text: Vec<String>,
}

/// Labels beside each other as far as `width` goes, then in the next row.
fn placed_labels(layers: &[Layer], width: usize) -> Vec<PlacedLabel> {
    let (mut row, mut left) = (0, 0);
    let mut placed: Vec<PlacedLabel> = Vec::new();
    for layer in layers {
        let long = BEFORE_LABEL + LABEL.width(&layer.label);
        if left > 0 && left + long > width {
            row += placed.last().map_or(0, |label| label.text.len());
            left = 0;
        }
        let text = LABEL.wrap(&layer.label, width - BEFORE_LABEL);
        placed.push(PlacedLabel { row, left, text });
        left += long + AFTER_LABEL;
    }
    placed
}

fn legend_entry(svg: &mut String, top: usize, layer: &Layer, label: &PlacedLabel) {
    let (left, top) = (MARGIN + label.left, top + label.row * LABEL_ROW);
    // A dark plate, as the frames are: white and yellow cannot be seen on paper.
    let _ = writeln!(
        svg,
        "<rect x=\"{left}\" y=\"{top}\" width=\"22\" height=\"16\" rx=\"4\" fill=\"{}\"/>\
         <circle cx=\"{}\" cy=\"{}\" r=\"4.5\" fill=\"{}\"/>",
        hex(PLATE),
        left + 11,
        top + 8,
        hex(layer.color)
    );
    let corner = (left + BEFORE_LABEL, top + 13);
    rows(svg, corner, LABEL_ROW, LABEL, INK, &label.text);
}

#[cfg(test)]
mod tests {
    use faceoff_spec::ImageSet;

    use super::*;
    use crate::draw::png::texts_outside;
    use crate::faces::Tile;
    use crate::study::notes::Images;

    #[test]
    fn no_words_leave_the_image() {
        let words = "after one more linear layer and long training ".repeat(4);
        let layer = |label: &str| Layer {
            label: label.to_owned(),
            color: INK,
            predicted: None,
        };
        let labels = [
            "Ground truth",
            "Base, 85 epochs",
            &words,
            "Dropout",
            &words[..40],
        ];
        let tile = Tile {
            file: "test/Face_21.jpg".to_owned(),
            image: None,
            landmarks: vec![vec![60.0, 60.0]; labels.len()],
            errors: vec![Some(0.1); labels.len() - 1],
        };
        let svg = sheet(&Sheet {
            title: words.clone(),
            heading: words.clone(),
            images_of: (String::new(), ImageSet::Test),
            layers: labels.map(layer).to_vec(),
            tiles: vec![tile],
            images: Images {
                count: words.clone(),
                note: words.clone(),
            },
            notes: vec![words.clone()],
        });
        assert_eq!(texts_outside(&svg.unwrap()), [""; 0]);
    }
}
