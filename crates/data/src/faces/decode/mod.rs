//! Images to grey, whatever format they are in.

mod jpeg;
mod kind;
#[cfg(test)]
mod tests;
mod unknown;

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use faceoff_files::Error as FileError;
use image::metadata::Orientation;
use image::{
    ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult,
    Limits,
};

use super::face::Pixels;
use crate::Error;

pub(crate) use kind::Kind;
pub use kind::is_called_an_image;

/// A decoded image, as viewers show it.
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Pixels,
}

/// What kind of file an image came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) format: Kind,
    pub(crate) color: ColorType,
    /// Whether the file says that it is to be shown turned or mirrored (its EXIF orientation).
    pub(crate) turned: bool,
}

/// Decodes the image in `path` by its content: files named `.jpg` are often PNG. Transparency
/// is dropped, as the study does.
pub(crate) fn decode(path: &Path) -> Result<Grey, Error> {
    let bytes = std::fs::read(path).map_err(FileError::of("read", path))?;
    Ok(decode_bytes(path, &bytes)?.0)
}

/// Decodes the image in `bytes`, the content of `path`, and says what kind of file it is.
pub(crate) fn decode_bytes(path: &Path, bytes: &[u8]) -> Result<(Grey, Encoded), Error> {
    let (image, encoded) = picture(path, bytes)?;
    let (width, height) = (image.width() as usize, image.height() as usize);
    let grey = Grey {
        width,
        height,
        pixels: grey(image),
    };
    Ok((grey, encoded))
}

/// The image in `bytes`, the content of `path`, as viewers show it: in colour, at least one pixel large.
pub(super) fn picture(path: &Path, bytes: &[u8]) -> Result<(DynamicImage, Encoded), Error> {
    let broken = |reason: String| Error::Image {
        path: path.to_path_buf(),
        reason,
    };
    let Some(format) = Kind::of(bytes) else {
        return Err(broken(unknown::words(bytes)));
    };
    let (mut image, orientation) =
        read(format, bytes).map_err(|error| broken(words(format, &error)))?;
    image.apply_orientation(orientation);
    let encoded = Encoded {
        format,
        color: image.color(),
        turned: orientation != Orientation::NoTransforms,
    };
    if image.width() == 0 || image.height() == 0 {
        return Err(broken("the image is empty".to_owned()));
    }
    Ok((image, encoded))
}

/// The image in `bytes` and how it is to be turned when it is shown.
fn read(format: Kind, bytes: &[u8]) -> ImageResult<(DynamicImage, Orientation)> {
    match format.read_by() {
        ImageFormat::Jpeg => jpeg::read(bytes),
        format => {
            let reader = ImageReader::with_format(Cursor::new(bytes), format);
            let mut decoder = reader.into_decoder()?;
            Limits::default().reserve(decoder.total_bytes())?;
            // What says nothing that can be read of its orientation is shown as it is.
            let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
            Ok((DynamicImage::from_decoder(decoder)?, orientation))
        }
    }
}

/// Why an image cannot be read.
fn words(format: Kind, error: &ImageError) -> String {
    let name = format.name();
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            format!("the {name} is cut off: it ends before the image does")
        }
        ImageError::Limits(_) => format!("the {name} is too large: {error}"),
        error => format!("the {name} is broken or cut off: {error}"),
    }
}

/// Its grey samples.
pub(super) fn grey(image: DynamicImage) -> Pixels {
    match image {
        DynamicImage::ImageLuma8(grey) => Pixels::Eight(Arc::from(grey.into_raw())),
        DynamicImage::ImageLumaA8(grey) => {
            Pixels::Eight(grey.pixels().map(|pixel| pixel.0[0]).collect())
        }
        DynamicImage::ImageLuma16(grey) => Pixels::Sixteen(Arc::from(grey.into_raw())),
        other => Pixels::Sixteen(
            other
                .to_rgb16()
                .pixels()
                .map(|pixel| luminance(pixel.0))
                .collect(),
        ),
    }
}

/// Grey of a 16-bit colour: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
fn luminance([red, green, blue]: [u16; 3]) -> u16 {
    let [red, green, blue] = [red, green, blue].map(f64::from);
    (0.299 * red + 0.587 * green + 0.114 * blue).round() as u16
}
