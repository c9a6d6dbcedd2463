//! Pictures to grey, whatever format they are in.

use std::path::Path;
use std::sync::Arc;

use image::{DynamicImage, ImageReader};

use crate::Error;
use crate::face::Pixels;

/// A decoded picture.
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Pixels,
}

/// Decodes the picture in `path` by its content: files named `.jpg` are often PNG. Transparency
/// is dropped, as the study does.
pub(crate) fn decode(path: &Path) -> Result<Grey, Error> {
    let broken = |reason: String| Error::Picture {
        path: path.to_path_buf(),
        reason,
    };
    let picture = ImageReader::open(path)
        .and_then(ImageReader::with_guessed_format)
        .map_err(Error::io("read", path))?
        .decode()
        .map_err(|e| broken(format!("not a readable picture: {e}")))?;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    if width == 0 || height == 0 {
        return Err(broken("the picture is empty".to_owned()));
    }
    let pixels = match picture {
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
    Ok(Grey {
        width,
        height,
        pixels,
    })
}

/// Grey of a 16-bit colour: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
fn grey([red, green, blue]: [u16; 3]) -> u16 {
    let [red, green, blue] = [red, green, blue].map(f64::from);
    (0.299 * red + 0.587 * green + 0.114 * blue).round() as u16
}
