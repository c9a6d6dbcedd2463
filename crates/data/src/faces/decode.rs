//! Images to grey, whatever format they are in.

use std::path::Path;
use std::sync::Arc;

use faceoff_files::Error as FileError;
use image::{ColorType, DynamicImage, ImageFormat};

use super::face::Pixels;
use crate::Error;

/// A decoded image.
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Pixels,
}

/// Decodes the image in `path` by its content: files named `.jpg` are often PNG. Transparency
/// is dropped, as the study does.
pub(crate) fn decode(path: &Path) -> Result<Grey, Error> {
    let bytes = std::fs::read(path).map_err(FileError::of("read", path))?;
    Ok(decode_bytes(path, &bytes)?.0)
}

/// Decodes the image in `bytes`, the content of `path`, and says what kind of file it is:
/// format and colours.
pub(crate) fn decode_bytes(
    path: &Path,
    bytes: &[u8],
) -> Result<(Grey, ImageFormat, ColorType), Error> {
    let broken = |reason: String| Error::Image {
        path: path.to_path_buf(),
        reason,
    };
    if bytes.is_empty() {
        return Err(broken("expected an image, found an empty file".to_owned()));
    }
    let unreadable = |e| broken(format!("not a readable image: {e}"));
    let format = image::guess_format(bytes).map_err(unreadable)?;
    let image = image::load_from_memory_with_format(bytes, format).map_err(unreadable)?;
    let color = image.color();
    let (width, height) = (image.width() as usize, image.height() as usize);
    if width == 0 || height == 0 {
        return Err(broken("the image is empty".to_owned()));
    }
    let pixels = match image {
        DynamicImage::ImageLuma8(grey) => Pixels::Eight(Arc::from(grey.into_raw())),
        DynamicImage::ImageLumaA8(grey) => {
            Pixels::Eight(grey.pixels().map(|pixel| pixel.0[0]).collect())
        }
        DynamicImage::ImageLuma16(grey) => Pixels::Sixteen(Arc::from(grey.into_raw())),
        other => Pixels::Sixteen(
            other
                .to_rgb16()
                .pixels()
                .map(|pixel| grey(pixel.0))
                .collect(),
        ),
    };
    let grey = Grey {
        width,
        height,
        pixels,
    };
    Ok((grey, format, color))
}

/// Grey of a 16-bit colour: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
fn grey([red, green, blue]: [u16; 3]) -> u16 {
    let [red, green, blue] = [red, green, blue].map(f64::from);
    (0.299 * red + 0.587 * green + 0.114 * blue).round() as u16
}
