//! What a file seems to be that is not an image of a format that is read.

use super::kind;

/// Says what `bytes` seem to be, and what would be right.
pub(super) fn words(bytes: &[u8]) -> String {
    let (found, advice) = look(bytes);
    let expected = kind::named();
    let semicolon = if advice.is_empty() { "" } else { "; " };
    format!("expected a {expected} image, found {found}{semicolon}{advice}")
}

const SAVE: &str = "save it as PNG or JPEG";
const FRAMES: &str = "save its frames as PNG or JPEG";
const IMAGE: &str = "save its image as PNG or JPEG";
const AGAIN: &str = "download the image again";

/// How files begin that are often taken for images, from the byte `at` on.
const BEGINNINGS: [(usize, &[u8], &str, &str); 26] = [
    (
        0,
        b"version https://git-lfs",
        "a Git LFS pointer",
        "`git lfs pull` fetches the image",
    ),
    (
        0,
        b"/annex/objects/",
        "a git-annex pointer",
        "`git annex get` fetches the image",
    ),
    (4, b"ftypheic", "a HEIC image", SAVE),
    (4, b"ftypheix", "a HEIC image", SAVE),
    (4, b"ftyphevc", "a HEIC image", SAVE),
    (4, b"ftypmif1", "a HEIF image", SAVE),
    (4, b"ftypmsf1", "a HEIF image", SAVE),
    (4, b"ftypavif", "an AVIF image", SAVE),
    (4, b"ftypavis", "an AVIF image", SAVE),
    (4, b"ftyp", "a video (MP4)", FRAMES),
    (8, b"AVI ", "a video (AVI)", FRAMES),
    (0, b"\x1a\x45\xdf\xa3", "a video (Matroska or WebM)", FRAMES),
    (0, b"\0\0\0\x0cjP  ", "a JPEG 2000 image", SAVE),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 image", SAVE),
    (0, b"\xff\x0a", "a JPEG XL image", SAVE),
    (0, b"\0\0\0\x0cJXL ", "a JPEG XL image", SAVE),
    (0, b"%PDF", "a PDF document", IMAGE),
    (0, b"%!PS", "a PostScript document", IMAGE),
    (0, b"8BPS", "a Photoshop document", SAVE),
    (0, b"qoif", "a QOI image", SAVE),
    (0, b"\0\0\x01\0", "an icon (ICO)", SAVE),
    (0, b"PK\x03\x04", "a ZIP archive", "unpack it"),
    (0, b"\x1f\x8b", "a gzip archive", "unpack it"),
    (0, b"\x93NUMPY", "a NumPy array", SAVE),
    (0, b"<?xml", "an XML document", AGAIN),
    (0, b"{\"", "JSON", AGAIN),
];

fn look(bytes: &[u8]) -> (&'static str, &'static str) {
    if bytes.is_empty() {
        return ("an empty file", AGAIN);
    }
    if bytes.iter().all(|&byte| byte == 0) {
        return ("nothing but zeros", AGAIN);
    }
    let behind_mark = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let begins =
        |at: usize, mark: &[u8]| behind_mark.get(at..).is_some_and(|b| b.starts_with(mark));
    let text = behind_mark[..behind_mark.len().min(1024)].to_ascii_lowercase();
    let text = String::from_utf8_lossy(&text);
    if text.contains("<!doctype html") || text.contains("<html") {
        return ("an HTML page", AGAIN);
    }
    if text.contains("<svg") {
        return ("an SVG drawing", SAVE);
    }
    let known = BEGINNINGS.iter().find(|(at, mark, ..)| begins(*at, mark));
    if let Some((_, _, found, advice)) = known {
        return (found, advice);
    }
    let printed = |&byte: &u8| byte >= b' ' || byte.is_ascii_whitespace();
    match bytes[..bytes.len().min(1024)].iter().all(printed) {
        true => ("text", ""),
        false => ("a file of another kind", ""),
    }
}
