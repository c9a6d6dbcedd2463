//! A photograph with the landmarks of several networks on it.

use std::fmt::Write as _;
use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use faceoff_spec::Color;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbImage};

use super::png;
use super::svg::{open, rows, sound};
use super::text::{Font, parts};
use crate::Error;
use crate::color::{INK, hex};

/// Longest and shortest longer side of an overlay, in pixels: a larger photograph is shown smaller, a
/// smaller one larger.
const LONGEST: f64 = 1600.0;
const SHORTEST: f64 = 640.0;
const LABEL: Font = Font::regular(16);
const LABEL_ROW: usize = 24;
const MARGIN: usize = 12;
/// From one label's dot to its text.
const BEFORE_LABEL: usize = 18;
/// Radius of a dot, as a share of the longer side.
const DOT: f64 = 0.0035;

/// The landmarks of one network.
#[derive(Clone, Copy, Debug)]
pub struct OverlayLayer<'a> {
    /// What the legend says.
    pub label: &'a str,
    /// Colour of the dots.
    pub color: Color,
    /// x0, y0, x1, y1, … in pixels of the photograph, counted by their centres.
    pub landmarks: &'a [f32],
}

/// `photo` with the landmarks of `layers` and a legend below it, as a PNG.
///
/// # Errors
/// When it cannot be drawn.
pub fn overlay(photo: &RgbImage, layers: &[OverlayLayer<'_>]) -> Result<Vec<u8>, Error> {
    let drawn = svg(photo, layers).and_then(|svg| png(&svg, 1.0));
    drawn.map_err(|reason| Error::Drawing {
        path: "the overlay".into(),
        reason,
    })
}

fn svg(photo: &RgbImage, layers: &[OverlayLayer<'_>]) -> Result<String, String> {
    let longer = f64::from(photo.width().max(photo.height()).max(1));
    let scale = longer.clamp(SHORTEST, LONGEST) / longer;
    let [width, height] = [photo.width(), photo.height()]
        .map(|side| ((f64::from(side) * scale).round() as usize).max(1));
    let inside = width.saturating_sub(2 * MARGIN + BEFORE_LABEL).max(1);
    let labels: Vec<_> = layers
        .iter()
        .map(|layer| LABEL.wrap_parts(&parts(layer.label), inside))
        .collect();
    let lines: usize = labels.iter().map(Vec::len).sum();
    let mut svg = open(width, height + lines * LABEL_ROW + MARGIN);
    let _ = write!(
        svg,
        "<image width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
         href=\"data:image/png;base64,{}\"/>",
        STANDARD.encode(encoded(photo)?)
    );
    let dot = DOT * longer * scale;
    for layer in layers {
        // A dark rim first: no colour can be seen on every photograph.
        for (color, width) in [(INK, 2.9 * dot), (layer.color, 2.0 * dot)] {
            let color = hex(color);
            let _ = write!(
                svg,
                "<path stroke=\"{color}\" stroke-width=\"{width:.2}\" stroke-linecap=\"round\" d=\""
            );
            for point in layer.landmarks.chunks_exact(2) {
                let [x, y] = [point[0], point[1]].map(|at| (f64::from(at) + 0.5) * scale);
                if x.is_finite() && y.is_finite() {
                    let _ = write!(svg, "M{x:.2} {y:.2}h0");
                }
            }
            svg.push_str("\"/>");
        }
    }
    let mut row = 0;
    for (layer, label) in layers.iter().zip(&labels) {
        let top = height + MARGIN / 2 + row * LABEL_ROW;
        let (middle, color) = (top + LABEL_ROW / 2, hex(layer.color));
        let _ = write!(
            svg,
            "<circle cx=\"{}\" cy=\"{middle}\" r=\"5\" fill=\"{color}\" stroke=\"{}\"/>",
            MARGIN + 4,
            hex(INK)
        );
        let corner = (MARGIN + BEFORE_LABEL, middle + 5);
        rows(&mut svg, corner, LABEL_ROW, LABEL, INK, label);
        row += label.len();
    }
    svg.push_str("</svg>\n");
    Ok(sound(svg))
}

fn encoded(photo: &RgbImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let to = Cursor::new(&mut bytes);
    PngEncoder::new_with_quality(to, CompressionType::Fast, FilterType::Sub)
        .write_image(
            photo,
            photo.width(),
            photo.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(|e| e.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landmarks_lie_on_what_they_mark() {
        // A white pixel on black, 8 pixels of the overlay wide.
        let mut photo = RgbImage::new(80, 40);
        photo.put_pixel(50, 10, image::Rgb([255; 3]));
        let red = Color::rgb(255, 0, 0);
        let layer = |label, landmarks| OverlayLayer {
            label,
            color: red,
            landmarks,
        };
        let layers = [layer("base@85", &[50.0, 10.0, f32::NAN, 3.0][..])];
        let drawn = overlay(&photo, &layers).unwrap();
        let drawn = image::load_from_memory(&drawn).unwrap().to_rgb8();
        assert_eq!((drawn.width(), drawn.height()), (640, 320 + 24 + 12));
        let reds = drawn.enumerate_pixels();
        let reds = reds.filter(|(_, y, color)| *y < 320 && color.0 == [255, 0, 0]);
        let places: Vec<_> = reds.map(|(x, y, _)| [f64::from(x), f64::from(y)]).collect();
        assert!(!places.is_empty());
        for axis in [0, 1] {
            let mean = places.iter().map(|place| place[axis]).sum::<f64>() / places.len() as f64;
            // The middle of the pixel.
            let expected = [50.5 * 8.0 - 0.5, 10.5 * 8.0 - 0.5][axis];
            assert!((mean - expected).abs() < 0.6, "{mean} {expected}");
        }
    }
}
