//! SVG to PNG, with the fonts this crate carries and no others. A PNG says what it was drawn from, so
//! that the same is not drawn twice.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::text::{FONT, REGULAR, SEMI_BOLD, drawable};

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for bytes in [REGULAR, SEMI_BOLD] {
        fonts.load_font_data(bytes.to_vec());
    }
    fonts.set_sans_serif_family(FONT);
    Arc::new(fonts)
});

/// `svg` as a PNG of `scale` times its size.
///
/// # Errors
/// When it is not an image, in words.
pub(crate) fn png(svg: &str, scale: f32) -> Result<Vec<u8>, String> {
    let options = Options {
        fontdb: FONTS.clone(),
        font_family: FONT.to_owned(),
        ..Options::default()
    };
    let svg = drawable(svg);
    let tree = Tree::from_str(&svg, &options).map_err(|e| e.to_string())?;
    let size = tree.size();
    let side = |length: f32| (length * scale).ceil() as u32;
    let mut pixels = Pixmap::new(side(size.width()), side(size.height()))
        .ok_or_else(|| format!("an image of {} by {}", size.width(), size.height()))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    let (width, height) = (pixels.width(), pixels.height());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let written = encoder
        .add_text_chunk(DRAWN_FROM.to_owned(), mark(&svg, scale))
        .and_then(|()| {
            encoder
                .write_header()?
                .write_image_data(&pixels.take_demultiplied())
        });
    written.map_err(|e| e.to_string())?;
    Ok(bytes)
}

/// Whether the file at `path` is what [`png()`] makes of `svg` at `scale`. Any that cannot be read is
/// not.
pub(crate) fn is_drawn(path: &Path, svg: &str, scale: f32) -> bool {
    let Ok(file) = File::open(path) else {
        return false;
    };
    let Ok(reader) = png::Decoder::new(BufReader::new(file)).read_info() else {
        return false;
    };
    let mark = mark(&drawable(svg), scale);
    let texts = &reader.info().uncompressed_latin1_text;
    texts
        .iter()
        .any(|text| text.keyword == DRAWN_FROM && text.text == mark)
}

/// The keyword of the text in a PNG that says what it was drawn from.
const DRAWN_FROM: &str = "Drawn from";
/// To be raised when the same SVG becomes other pixels.
const DRAWING: u32 = 1;

/// What tells `svg` at `scale` from all else.
fn mark(svg: &str, scale: f32) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&DRAWING.to_le_bytes());
    hasher.update(&scale.to_le_bytes());
    hasher.update(svg.as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// Texts of an image that do not lie wholly in it.
#[cfg(test)]
pub(crate) fn texts_outside(svg: &str) -> Vec<String> {
    use resvg::usvg::{Group, Node};

    fn collect(group: &Group, (width, height): (f32, f32), outside: &mut Vec<String>) {
        for node in group.children() {
            match node {
                Node::Group(group) => collect(group, (width, height), outside),
                Node::Text(text) => {
                    let place = text.abs_bounding_box();
                    let inside = place.left() >= 0.0
                        && place.top() >= 0.0
                        && place.right() <= width
                        && place.bottom() <= height;
                    if !inside {
                        let words = text.chunks().iter().map(|chunk| chunk.text().to_owned());
                        outside.push(words.collect());
                    }
                }
                _ => {}
            }
        }
    }

    let options = Options {
        fontdb: FONTS.clone(),
        font_family: FONT.to_owned(),
        ..Options::default()
    };
    let svg = drawable(svg);
    let tree = Tree::from_str(&svg, &options).expect("an image");
    let size = (tree.size().width(), tree.size().height());
    let mut outside = Vec::new();
    collect(tree.root(), size, &mut outside);
    outside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_script_leave_marks() {
        let svg = |text: &str| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"40\">\
                 <text x=\"5\" y=\"20\" font-family=\"Inter\" font-size=\"13\">{text}</text></svg>"
            )
        };
        let [empty, marks, script] = ["", "□□", "学🙂"].map(|text| png(&svg(text), 1.0).unwrap());
        assert_ne!(empty, marks);
        assert_eq!(marks, script);
    }

    #[test]
    fn a_text_that_is_cut_off_is_found() {
        let svg = |x: i32| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"40\">\
                 <text x=\"{x}\" y=\"20\" font-family=\"Inter\" font-size=\"13\">the end</text></svg>"
            )
        };
        assert_eq!(texts_outside(&svg(5)), [""; 0]);
        assert_eq!(texts_outside(&svg(70)), ["the end"]);
        assert_eq!(texts_outside(&svg(-5)), ["the end"]);
    }
}
