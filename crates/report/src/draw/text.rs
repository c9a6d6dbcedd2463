//! How wide text is, and text in rows that fit.

use std::borrow::Cow;
use std::sync::{LazyLock, Once};

use ab_glyph::{Font as _, FontRef};
use faceoff_spec::text::REPLACED;
use plotters::style::{FontDesc, FontStyle, IntoFont as _, register_font};

/// The family of the embedded fonts.
pub(crate) const FONT: &str = "Inter";
pub(crate) const REGULAR: &[u8] = include_bytes!("../../fonts/Inter-Regular.otf");
pub(crate) const SEMI_BOLD: &[u8] = include_bytes!("../../fonts/Inter-SemiBold.otf");

/// What plotters calls a font's size, for one of CSS.
const PLOTTERS_SIZE: f64 = 1.24;

/// What stands between parts of a row.
const BETWEEN: &str = " · ";

/// A font's size, in pixels as CSS has them, and weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Font {
    pub(crate) size: u32,
    pub(crate) bold: bool,
}

impl Font {
    pub(crate) const fn regular(size: u32) -> Self {
        Self { size, bold: false }
    }

    pub(crate) const fn bold(size: u32) -> Self {
        Self { size, bold: true }
    }

    /// The same for plotters.
    pub(crate) fn description(self) -> FontDesc<'static> {
        let style = if self.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        (FONT, f64::from(self.size) * PLOTTERS_SIZE, style).into_font()
    }

    /// How wide `text` is, in pixels.
    pub(crate) fn width(self, text: &str) -> usize {
        register_fonts();
        let size = self.description().box_size(&drawable(text));
        // Cannot fail: the fonts are compiled in, and tests draw with both.
        size.map_or(0, |(width, _)| width as usize)
    }

    /// `text` in rows of at most `width` pixels, broken between words; a longer word is broken
    /// where it must be.
    pub(crate) fn wrap(self, text: &str, width: usize) -> Vec<String> {
        let mut rows = vec![String::new()];
        for word in text.split_whitespace() {
            let longer = joined(rows.last(), " ", word);
            if self.width(&longer) <= width {
                rows.pop();
                rows.push(longer);
                continue;
            }
            if rows.last().is_some_and(|row| !row.is_empty()) {
                rows.push(String::new());
            }
            for letter in word.chars() {
                let longer = joined(rows.last(), "", letter.encode_utf8(&mut [0; 4]));
                if self.width(&longer) <= width {
                    rows.pop();
                    rows.push(longer);
                } else {
                    rows.push(letter.to_string());
                }
            }
        }
        rows
    }

    /// `parts` with dots between them, in rows of at most `width` pixels: broken between parts, and
    /// within a part that is longer than a row.
    pub(crate) fn wrap_parts(self, parts: &[String], width: usize) -> Vec<String> {
        let mut rows: Vec<String> = Vec::new();
        for part in parts {
            let longer = joined(rows.last(), BETWEEN, part);
            if self.width(&longer) <= width {
                rows.pop();
                rows.push(longer);
            } else {
                rows.extend(self.wrap(part, width));
            }
        }
        rows
    }
}

/// `text` as an image of dots shows it: a mark for each character that the embedded fonts do not
/// have. Pages and SVG images hold the text itself, for which browsers find fonts.
pub(crate) fn drawable(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true => Cow::Borrowed(text),
        false => text.chars().filter(|c| !joins(*c)).map(drawn).collect(),
    }
}

fn drawn(c: char) -> char {
    // Both fonts have the same characters.
    static REGULAR_FONT: LazyLock<Option<FontRef<'static>>> =
        LazyLock::new(|| FontRef::try_from_slice(REGULAR).ok());
    let font = REGULAR_FONT.as_ref();
    let is_there = |font: &FontRef<'_>| font.glyph_id(c).0 != 0;
    match c == '\n' || font.is_some_and(is_there) {
        true => c,
        false => REPLACED,
    }
}

/// Whether `c` only says how those beside it are drawn, as within an emoji.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}')
}

/// What has dots between it in `text`.
pub(crate) fn parts(text: &str) -> Vec<String> {
    text.split(BETWEEN).map(str::to_owned).collect()
}

/// `row`, if it has anything, with `more` behind it.
fn joined(row: Option<&String>, between: &str, more: &str) -> String {
    match row {
        Some(row) if !row.is_empty() => format!("{row}{between}{more}"),
        _ => more.to_owned(),
    }
}

/// Tells plotters the embedded fonts.
pub(crate) fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, SEMI_BOLD)] {
            // Cannot fail: the bytes are compiled in, and tests draw with both.
            let _: Result<(), _> = register_font(FONT, style, bytes);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Font = Font::regular(13);

    #[test]
    fn rows_are_as_long_as_fits_and_lose_nothing() {
        let text = "not all entries were tested on the same images";
        let width = SMALL.width("not all entries were");
        let rows = SMALL.wrap(text, width);
        assert_eq!(rows[0], "not all entries were");
        assert_eq!(rows.join(" "), text);
        assert!(rows.iter().all(|row| SMALL.width(row) <= width), "{rows:?}");
    }

    #[test]
    fn a_word_without_end_is_broken() {
        let word = "x".repeat(200);
        let rows = SMALL.wrap(&format!("a {word} b"), 300);
        assert!(rows.iter().all(|row| SMALL.width(row) <= 300), "{rows:?}");
        assert_eq!(rows.concat().matches('x').count(), 200);
        assert!(rows.last().unwrap().ends_with("x b"), "{rows:?}");
    }

    #[test]
    fn characters_without_a_glyph_are_marked_and_all_others_stay() {
        assert_eq!(drawable("Größe · ≥ 3 px – “x”"), "Größe · ≥ 3 px – “x”");
        assert_eq!(drawable("学习 🙂\u{fe0f} م"), "□□ □ □");
        assert!(SMALL.width("学") > 0, "the mark is in the font");
        assert_eq!(SMALL.width("学"), SMALL.width("□"));
    }

    #[test]
    fn parts_stay_whole_where_they_fit() {
        let parts = ["one two", "three four", "five"].map(str::to_owned);
        let rows = SMALL.wrap_parts(&parts, SMALL.width("three four · five"));
        assert_eq!(rows, ["one two", "three four · five"]);
    }
}
