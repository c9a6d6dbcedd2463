//! The page's fonts, inside it: it needs nothing else to look as it should.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::draw;

/// The style sheet's font faces.
pub(super) fn fonts() -> String {
    let face = |weight: u32, bytes: &[u8]| {
        format!(
            "@font-face{{font-family:{};font-weight:{weight};src:url(data:font/otf;base64,{})}}\n",
            draw::FONT,
            STANDARD.encode(bytes)
        )
    };
    // Charts ask for bold, the page for semi-bold: one file serves both.
    [
        face(400, draw::REGULAR),
        face(600, draw::SEMI_BOLD),
        face(700, draw::SEMI_BOLD),
    ]
    .concat()
}
