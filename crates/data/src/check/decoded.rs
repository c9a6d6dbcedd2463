//! A file that decodes.

use std::path::Path;

use faceoff_files::Error as FileError;
use image::ColorType;

use crate::Error;
use crate::faces::{DifferenceHash, Kind, Pixels, decode_bytes};

/// What a check keeps of an image.
pub(super) struct Decoded {
    /// Hash of size and grey pixels.
    pub(super) content: blake3::Hash,
    /// What it looks like.
    pub(super) likeness: DifferenceHash,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) format: Kind,
    /// `8-bit grey`, `8-bit colour with alpha`.
    pub(super) color: String,
    /// Whether it is shown turned or mirrored, as its EXIF orientation says.
    pub(super) turned: bool,
}

/// Decodes the file in `path`.
pub(super) fn decode(path: &Path) -> Result<Decoded, Error> {
    let bytes = std::fs::read(path).map_err(FileError::of("read", path))?;
    let (grey, encoded) = decode_bytes(path, &bytes)?;
    let mut hasher = blake3::Hasher::new();
    for side in [grey.width, grey.height] {
        hasher.update(&(side as u64).to_le_bytes());
    }
    // Eight bits are brought to sixteen, so that the same grey in both is the same image.
    match &grey.pixels {
        Pixels::Eight(values) => {
            let wide: Vec<u8> = values.iter().flat_map(|&v| [v, v]).collect();
            hasher.update(&wide);
        }
        Pixels::Sixteen(values) => {
            let wide: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
            hasher.update(&wide);
        }
    }
    Ok(Decoded {
        content: hasher.finalize(),
        likeness: DifferenceHash::new(&grey.pixels, grey.width, grey.height),
        width: grey.width,
        height: grey.height,
        format: encoded.format,
        color: color_text(encoded.color),
        turned: encoded.turned,
    })
}

fn color_text(color: ColorType) -> String {
    let bits = color.bits_per_pixel() / u16::from(color.channel_count());
    let hue = if color.has_color() { "colour" } else { "grey" };
    let alpha = if color.has_alpha() { " with alpha" } else { "" };
    format!("{bits}-bit {hue}{alpha}")
}
