//! Pieces of SVG written by hand.

use std::fmt::Write as _;

use faceoff_spec::Color;
use faceoff_spec::text::{REPLACED, is_unfit};
use maud::Render as _;

use super::text::{FONT, Font};
use crate::color::hex;

/// The beginning of a white image; `</svg>` ends it.
pub(crate) fn open(width: usize, height: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FONT}, sans-serif\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    )
}

/// `svg` without what has no place in an image: names of files and folders can hold any character.
pub(crate) fn sound(svg: String) -> String {
    let unfit = |c: char| c != '\n' && is_unfit(c);
    match svg.contains(unfit) {
        true => svg.replace(unfit, REPLACED.encode_utf8(&mut [0; 4])),
        false => svg,
    }
}

/// Rows of text, the first of which begins at `(x, y)`, its base line; the others are `step` below
/// each other.
pub(crate) fn rows(
    svg: &mut String,
    (x, y): (usize, usize),
    step: usize,
    font: Font,
    color: Color,
    rows: &[String],
) {
    for (i, row) in rows.iter().enumerate() {
        text(svg, (x, y + i * step), font, color, row);
    }
}

/// One line of text that begins at `(x, y)`, its base line.
pub(crate) fn text(svg: &mut String, (x, y): (usize, usize), font: Font, color: Color, text: &str) {
    let weight = if font.bold { 600 } else { 400 };
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" font-weight=\"{weight}\" fill=\"{}\">{}</text>",
        font.size,
        hex(color),
        text.render().into_string()
    );
}
