//! JPEG, read strictly: what is cut off is an error, where most decoders fill the rest with grey.

use image::error::{DecodingError, ImageFormatHint, LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageError, ImageFormat, ImageResult, Limits, RgbImage};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The JPEG in `bytes` and how it is to be turned when it is shown.
pub(super) fn read(bytes: &[u8]) -> ImageResult<(DynamicImage, Orientation)> {
    if !ends(bytes) {
        let end = std::io::ErrorKind::UnexpectedEof;
        return Err(ImageError::IoError(end.into()));
    }
    // Stray bytes between headers harm nothing, and every reader takes them.
    let lenient = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), lenient);
    decoder.decode_headers().map_err(wrong)?;
    let colors = match decoder.input_colorspace() {
        Some(ColorSpace::Luma) => ColorSpace::Luma,
        _ => ColorSpace::RGB,
    };
    decoder.set_options(
        lenient
            .set_strict_mode(true)
            .jpeg_set_out_colorspace(colors),
    );
    let orientation = decoder
        .exif()
        .and_then(|exif| Orientation::from_exif_chunk(exif))
        .unwrap_or(Orientation::NoTransforms);
    let (width, height) = decoder.dimensions().unwrap_or_default();
    let length = decoder.output_buffer_size().unwrap_or_default();
    Limits::default().reserve(length as u64)?;
    let pixels = decoder.decode().map_err(wrong)?;
    let (width, height) = (width as u32, height as u32);
    let image = match colors {
        ColorSpace::Luma => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        _ => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
    };
    let short = || ImageError::Limits(LimitError::from_kind(LimitErrorKind::DimensionError));
    Ok((image.ok_or_else(short)?, orientation))
}

fn wrong(error: DecodeErrors) -> ImageError {
    let hint = ImageFormatHint::Exact(ImageFormat::Jpeg);
    ImageError::Decoding(DecodingError::new(hint, error))
}

/// Whether the end marker of the image is there, behind its last scan. What comes behind it, as
/// other images do in some files of cameras, does not matter.
fn ends(bytes: &[u8]) -> bool {
    let mut place = 2;
    loop {
        // Up to the next marker: 0xFF, not followed by the 0 that stands for a plain 0xFF in a scan.
        let Some(marker) = bytes.get(place..).and_then(next_marker) else {
            return false;
        };
        place += marker.behind;
        match marker.code {
            END => return true,
            // These stand alone.
            0x01 | 0xD0..=0xD8 => {}
            _ => match bytes.get(place..place + 2) {
                Some(length) => {
                    place += usize::from(u16::from_be_bytes([length[0], length[1]]).max(2));
                }
                None => return false,
            },
        }
    }
}

const END: u8 = 0xD9;

struct Marker {
    code: u8,
    /// Where what follows it begins.
    behind: usize,
}

fn next_marker(bytes: &[u8]) -> Option<Marker> {
    let pair = bytes
        .windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF))?;
    Some(Marker {
        code: bytes[pair + 1],
        behind: pair + 2,
    })
}
