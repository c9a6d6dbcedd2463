//! SVG to PNG, with the fonts this crate carries and no others.

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
    let tree = Tree::from_str(&drawable(svg), &options).map_err(|e| e.to_string())?;
    let size = tree.size();
    let side = |length: f32| (length * scale).ceil() as u32;
    let mut pixels = Pixmap::new(side(size.width()), side(size.height()))
        .ok_or_else(|| format!("an image of {} by {}", size.width(), size.height()))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().map_err(|e| e.to_string())
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
    let tree = Tree::from_str(&drawable(svg), &options).expect("an image");
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
