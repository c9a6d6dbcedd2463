//! A face with landmarks to SVG.

use std::fmt::Write as _;
use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use faceoff_spec::Color;
use image::{GrayImage, ImageFormat};
use maud::Render as _;

use super::svg::{open, sound};
use crate::color::{GRID, PAPER, PLATE, hex, is_seen_on};
use crate::faces::{Layer, Tile};
use crate::study::CROP;

/// Side of a face, in pixels.
pub(super) const TILE: usize = 256;
/// Radius of a dot and width of its outline, in pixels of a tile.
const DOT: f64 = 2.1;
const OUTLINE: f64 = 0.7;

/// A face as an image of its own.
///
/// # Errors
/// A crop that cannot be encoded, in words.
pub(crate) fn single(tile: &Tile, layers: &[Layer]) -> Result<String, String> {
    let mut svg = open(TILE, TILE);
    inside(&mut svg, "", tile, layers)?;
    svg.push_str("</svg>\n");
    Ok(sound(svg))
}

/// A face as a part of a page, on which no other has the same `name`.
///
/// # Errors
/// A crop that cannot be encoded, in words.
pub(crate) fn part(name: &str, tile: &Tile, layers: &[Layer]) -> Result<String, String> {
    let mut svg = format!("<svg viewBox=\"0 0 {TILE} {TILE}\" role=\"img\">");
    inside(&mut svg, name, tile, layers)?;
    svg.push_str("</svg>");
    Ok(sound(svg))
}

/// The crop or an empty frame, and the landmarks over it. No other tile of the image has the same
/// `name`.
///
/// # Errors
/// A crop that cannot be encoded, in words.
pub(super) fn inside(
    svg: &mut String,
    name: &str,
    tile: &Tile,
    layers: &[Layer],
) -> Result<(), String> {
    // Writing to a string cannot fail, here and below.
    let _ = write!(svg, "<title>{}</title>", tile.file.render().into_string());
    match &tile.image {
        Some(image) => {
            let _ = write!(
                svg,
                "<image width=\"{TILE}\" height=\"{TILE}\" href=\"data:image/png;base64,{}\"/>",
                STANDARD.encode(png(image)?)
            );
        }
        None => {
            let side = TILE - 1;
            let _ = write!(
                svg,
                "<rect x=\"0.5\" y=\"0.5\" width=\"{side}\" height=\"{side}\" fill=\"{}\" \
                 stroke=\"{}\"/>",
                hex(PLATE),
                hex(GRID)
            );
        }
    }
    for (i, (layer, landmarks)) in layers.iter().zip(&tile.landmarks).enumerate() {
        let name = format!("dots-{name}-{i}").render().into_string();
        dots(svg, &name, i, layer, landmarks);
    }
    Ok(())
}

/// The colour around dots of `color`: dark around bright ones.
pub(crate) fn outline(color: Color) -> Color {
    match is_seen_on(color, PLATE) {
        true => PLATE,
        false => PAPER,
    }
}

/// The landmarks of one layer. An outline around them keeps them visible over any face.
fn dots(svg: &mut String, name: &str, i: usize, layer: &Layer, landmarks: &[f32]) {
    let scale = TILE as f64 / CROP;
    let outline = outline(layer.color);
    // Lines without length, whose round ends are the dots: a third of what circles take up.
    let _ = write!(
        svg,
        "<g class=\"layer-{i}\" stroke-linecap=\"round\"><defs><path id=\"{name}\" d=\""
    );
    for point in landmarks.chunks_exact(2) {
        let (x, y) = (f64::from(point[0]) * scale, f64::from(point[1]) * scale);
        if x.is_finite() && y.is_finite() {
            let _ = write!(svg, "M{x:.1} {y:.1}h0");
        }
    }
    svg.push_str("\"/></defs>");
    for (color, radius) in [(outline, DOT + OUTLINE), (layer.color, DOT)] {
        let _ = write!(
            svg,
            "<use href=\"#{name}\" stroke=\"{}\" stroke-width=\"{:.1}\"/>",
            hex(color),
            2.0 * radius
        );
    }
    svg.push_str("</g>");
}

fn png(image: &GrayImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    image
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .map_err(|e| e.to_string())?;
    Ok(bytes)
}
