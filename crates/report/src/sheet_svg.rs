//! Contact sheets to SVG.

use std::fmt::Write as _;
use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{GrayImage, ImageFormat};
use maud::Render as _;

use crate::color::{GRID, INK, SLATE, hex};
use crate::pixels::CROP;
use crate::sheet::{Layer, Sheet, Tile};
use crate::svg::{open, text, text_width};

/// Side of a face on a sheet, in pixels.
const TILE: usize = 256;
const GAP: usize = 10;
const MARGIN: usize = 20;
/// Height of heading and legend.
const HEAD: usize = 74;
const FOOT: usize = 32;
/// Faces in a row.
const COLUMNS: usize = 5;
/// Radius of a dot, in pixels of a tile.
const DOT: f64 = 2.1;

/// The whole sheet.
pub(crate) fn sheet(sheet: &Sheet) -> Result<String, String> {
    let columns = sheet.tiles.len().clamp(1, COLUMNS);
    let rows = sheet.tiles.len().div_ceil(columns);
    // The legend wants room even over a single face.
    let width = (2 * MARGIN + columns * (TILE + GAP) - GAP).max(700);
    let height = HEAD + rows * (TILE + GAP) + FOOT;
    let mut svg = open(width, height);
    text(&mut svg, (MARGIN, 32), 20, INK, "600", &sheet.title);
    legend(&mut svg, &sheet.layers);
    for (i, tile) in sheet.tiles.iter().enumerate() {
        let left = MARGIN + (i % columns) * (TILE + GAP);
        let top = HEAD + (i / columns) * (TILE + GAP);
        tile_at(&mut svg, (left, top), tile, &sheet.layers)?;
    }
    text(
        &mut svg,
        (MARGIN, height - 12),
        13,
        SLATE,
        "400",
        &sheet.notes.join(" · "),
    );
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// A single face of a sheet.
pub(crate) fn single(tile: &Tile, layers: &[Layer]) -> Result<String, String> {
    let mut svg = open(TILE, TILE);
    tile_at(&mut svg, (0, 0), tile, layers)?;
    svg.push_str("</svg>\n");
    Ok(svg)
}

fn legend(svg: &mut String, layers: &[Layer]) {
    let mut left = MARGIN;
    for layer in layers {
        // A dark plate, as the faces are: white and yellow cannot be seen on paper.
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"46\" width=\"22\" height=\"16\" rx=\"4\" fill=\"#475569\"/>\
             <circle cx=\"{}\" cy=\"54\" r=\"4\" fill=\"{}\"/>",
            left + 11,
            hex(layer.color)
        );
        text(svg, (left + 29, 59), 14, INK, "400", &layer.label);
        left += 29 + text_width(&layer.label, 14) + 24;
    }
}

fn tile_at(
    svg: &mut String,
    (left, top): (usize, usize),
    tile: &Tile,
    layers: &[Layer],
) -> Result<(), String> {
    let scale = TILE as f64 / CROP;
    let _ = write!(
        svg,
        "<svg x=\"{left}\" y=\"{top}\" width=\"{TILE}\" height=\"{TILE}\">"
    );
    let _ = write!(svg, "<title>{}</title>", tile.file.render().into_string());
    match &tile.picture {
        Some(picture) => {
            let _ = write!(
                svg,
                "<image width=\"{TILE}\" height=\"{TILE}\" href=\"data:image/png;base64,{}\"/>",
                STANDARD.encode(png(picture)?)
            );
        }
        None => {
            let side = TILE - 1;
            let _ = write!(
                svg,
                "<rect x=\"0.5\" y=\"0.5\" width=\"{side}\" height=\"{side}\" fill=\"#64748b\" \
                 stroke=\"{}\"/>",
                hex(GRID)
            );
        }
    }
    for (i, (layer, landmarks)) in layers.iter().zip(&tile.landmarks).enumerate() {
        // Lines without length, whose round ends are the dots: a third of what circles take up.
        let _ = write!(
            svg,
            "<path class=\"layer-{i}\" stroke=\"{}\" stroke-width=\"{}\" \
             stroke-linecap=\"round\" d=\"",
            hex(layer.color),
            2.0 * DOT
        );
        for point in landmarks.chunks_exact(2) {
            let (x, y) = (f64::from(point[0]) * scale, f64::from(point[1]) * scale);
            if x.is_finite() && y.is_finite() {
                let _ = write!(svg, "M{x:.1} {y:.1}h0");
            }
        }
        svg.push_str("\"/>");
    }
    svg.push_str("</svg>\n");
    Ok(())
}

fn png(picture: &GrayImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .map_err(|e| e.to_string())?;
    Ok(bytes)
}
