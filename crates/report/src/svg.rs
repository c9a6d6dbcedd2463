//! Pieces of SVG written by hand.

use std::fmt::Write as _;

use faceoff_config::Color;
use maud::Render as _;

use crate::color::hex;
use crate::draw::FONT;

/// A white picture's beginning; `</svg>` ends it.
pub(crate) fn open(width: usize, height: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FONT}, sans-serif\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    )
}

/// One line of text that begins at `(x, y)`, its base line.
pub(crate) fn text(
    svg: &mut String,
    (x, y): (usize, usize),
    size: usize,
    color: Color,
    weight: &str,
    text: &str,
) {
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{}\">{}</text>",
        hex(color),
        text.render().into_string()
    );
}

/// About how wide a text is, in pixels, erring on the wide side.
pub(crate) fn text_width(text: &str, size: usize) -> usize {
    text.chars().count() * size * 6 / 10
}

/// `text`, shortened where it is likely to be wider than `width` pixels.
pub(crate) fn fit(text: &str, size: usize, width: usize) -> String {
    // A character of Inter is about half as wide as high.
    let most = width * 100 / (size * 54);
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
