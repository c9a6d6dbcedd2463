//! Whole images of every format, cut ones, turned ones, and files that are no images.

use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, GrayImage, ImageEncoder, Luma, metadata::Orientation};

use super::super::photo::Photo;
use super::kind::{Kind, named};
use super::*;

/// A grey image of patches, small and without symmetry.
fn image(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let patch = ((y / 5) << 8 | (x / 5)).wrapping_mul(0x9e37_79b1) >> 25;
        Luma([(patch + 2 * x + y) as u8])
    })
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Every format that is read, in grey and in colour.
fn of_every_format() -> Vec<(&'static str, Vec<u8>)> {
    let grey = DynamicImage::from(image(40, 30));
    let color = DynamicImage::from(grey.to_rgb8());
    let deep = DynamicImage::from(grey.to_luma16());
    vec![
        ("PNG", encoded(&grey, ImageFormat::Png)),
        ("PNG", encoded(&deep, ImageFormat::Png)),
        ("JPEG", encoded(&grey, ImageFormat::Jpeg)),
        ("JPEG", encoded(&color, ImageFormat::Jpeg)),
        (
            "JPEG",
            include_bytes!("../../../tests/fixtures/progressive.jpg").to_vec(),
        ),
        (
            "GIF",
            encoded(&DynamicImage::from(grey.to_rgba8()), ImageFormat::Gif),
        ),
        ("BMP", encoded(&grey, ImageFormat::Bmp)),
        ("BMP", encoded(&color, ImageFormat::Bmp)),
        ("TIFF", encoded(&grey, ImageFormat::Tiff)),
        ("TIFF", encoded(&deep, ImageFormat::Tiff)),
        ("WebP", encoded(&color, ImageFormat::WebP)),
        (
            "WebP",
            include_bytes!("../../../tests/fixtures/lossy.webp").to_vec(),
        ),
        ("PNM", encoded(&grey, ImageFormat::Pnm)),
        ("PNM", encoded(&color, ImageFormat::Pnm)),
    ]
}

/// Whatever its name says.
fn read_bytes(bytes: &[u8]) -> Result<(Grey, Encoded), String> {
    decode_bytes(Path::new("image.jpg"), bytes).map_err(|error| error.to_string())
}

/// Grey from 0 to 255.
fn values(grey: &Grey) -> Vec<f64> {
    match &grey.pixels {
        Pixels::Eight(values) => values.iter().map(|&v| f64::from(v)).collect(),
        Pixels::Sixteen(values) => values.iter().map(|&v| f64::from(v) / 257.0).collect(),
    }
}

#[test]
fn every_format_is_read_by_its_content() {
    let expected: Vec<f64> = image(40, 30)
        .into_raw()
        .into_iter()
        .map(f64::from)
        .collect();
    for (name, bytes) in of_every_format() {
        let (grey, encoded) = read_bytes(&bytes).unwrap();
        assert_eq!(encoded.format.name(), name);
        assert_eq!([grey.width, grey.height], [40, 30], "{name}");
        assert!(!encoded.turned, "{name}");
        let difference: f64 = values(&grey)
            .iter()
            .zip(&expected)
            .map(|(a, b)| (a - b).abs())
            .sum();
        // What loses something keeps the image still.
        let allowed = if ["JPEG", "WebP"].contains(&name) {
            6.0
        } else {
            0.01
        };
        let mean = difference / expected.len() as f64;
        assert!(mean <= allowed, "{name}: {mean}");
    }
}

#[test]
fn what_is_cut_off_anywhere_is_an_error() {
    for (name, bytes) in of_every_format() {
        // The last bytes of some formats close the file, behind the whole image.
        let closing = if name == "JPEG" { 0 } else { 4 };
        for length in 0..bytes.len() - closing {
            let Err(error) = read_bytes(&bytes[..length]) else {
                panic!("{name}: {length} of {} bytes are read", bytes.len());
            };
            assert!(error.starts_with("image.jpg: "), "{error}");
        }
        let error = read_bytes(&bytes[..bytes.len() * 9 / 10]).err().unwrap();
        assert!(error.contains(&format!("the {name} is ")), "{error}");
    }
}

#[test]
fn a_jpeg_without_its_end_is_cut_off_and_more_behind_it_does_not_matter() {
    let jpeg = encoded(&image(40, 30).into(), ImageFormat::Jpeg);
    let whole = values(&read_bytes(&jpeg).unwrap().0);
    let error = read_bytes(&jpeg[..jpeg.len() - 2]).err().unwrap();
    let expected = "image.jpg: the JPEG is cut off: it ends before the image does";
    assert_eq!(error, expected);
    let more = [&jpeg[..], b"\0\0more", &jpeg].concat();
    assert_eq!(values(&read_bytes(&more).unwrap().0), whole);
    // The end marker of a thumbnail is none of the image.
    let thumbnail = [
        &[0xFF, 0xE1],
        &(jpeg.len() as u16 + 2).to_be_bytes()[..],
        &jpeg,
    ]
    .concat();
    let with = [&jpeg[..2], &thumbnail, &jpeg[2..]].concat();
    assert_eq!(values(&read_bytes(&with).unwrap().0), whole);
    assert!(read_bytes(&with[..with.len() - 2]).is_err());
}

/// EXIF that says nothing but an orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = [[1, 0x12, 0, 3], [0, 0, 0, 1], [0, orientation, 0, 0]].concat();
    [&b"MM\0*\0\0\0\x08\0\x01"[..], &entry, &[0; 4]].concat()
}

/// How the pixels of an image that is shown upright lie in a file that says `orientation`.
fn stored(upright: &GrayImage, orientation: u8) -> DynamicImage {
    let back = match orientation {
        6 => Orientation::Rotate270,
        8 => Orientation::Rotate90,
        // All others undo themselves.
        other => Orientation::from_exif(other).unwrap(),
    };
    let mut image = DynamicImage::from(upright.clone());
    image.apply_orientation(back);
    image
}

#[test]
fn every_orientation_is_shown_upright() {
    let upright = image(40, 30);
    let expected: Vec<f64> = upright.as_raw().iter().map(|&v| f64::from(v)).collect();
    for orientation in 1..=8 {
        let stored = stored(&upright, orientation);
        let [mut png, mut jpeg, mut webp] = [vec![], vec![], vec![]];
        let mut encoder = PngEncoder::new(&mut png);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        stored.write_with_encoder(encoder).unwrap();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 100);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        stored.write_with_encoder(encoder).unwrap();
        let mut encoder = WebPEncoder::new_lossless(&mut webp);
        encoder.set_exif_metadata(exif(orientation)).unwrap();
        DynamicImage::from(stored.to_rgb8())
            .write_with_encoder(encoder)
            .unwrap();
        for (bytes, allowed) in [(png, 0.01), (jpeg, 4.0), (webp, 0.01)] {
            let (grey, encoded) = read_bytes(&bytes).unwrap();
            let name = encoded.format.name();
            // A photograph is turned with its colours.
            let photo = Photo::decode(Path::new("a photo"), &bytes).unwrap();
            assert_eq!(photo.size(), [40, 30], "{name}, {orientation}");
            assert_eq!([grey.width, grey.height], [40, 30], "{name}, {orientation}");
            assert_eq!(encoded.turned, orientation != 1, "{name}, {orientation}");
            let values = values(&grey);
            let mut pairs = values.iter().zip(&expected);
            assert!(
                pairs.all(|(a, b)| (a - b).abs() < allowed),
                "{name}, {orientation}"
            );
        }
    }
}

#[test]
fn what_is_no_image_is_said_with_the_formats_that_are_read() {
    for (bytes, found) in [
        (&b""[..], "an empty file; download the image again"),
        (&[0; 64], "nothing but zeros; download the image again"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "a Git LFS pointer; `git lfs pull` fetches the image",
        ),
        (
            b"\n<!DOCTYPE HTML>\n<title>404 Not Found</title>",
            "an HTML page; download the image again",
        ),
        (
            b"<?xml version='1.0'?><svg></svg>",
            "an SVG drawing; save it as PNG or JPEG",
        ),
        (
            b"<?xml version='1.0'?><Error/>",
            "an XML document; download the image again",
        ),
        (
            b"\0\0\0\x18ftypheic\0\0\0\0",
            "a HEIC image; save it as PNG or JPEG",
        ),
        (
            b"\0\0\0\x1cftypavif\0\0\0\0",
            "an AVIF image; save it as PNG or JPEG",
        ),
        (
            b"%PDF-1.7\n",
            "a PDF document; save its image as PNG or JPEG",
        ),
        (b"PK\x03\x04\x14\0", "a ZIP archive; unpack it"),
        (b"no image\n", "text"),
        (b"\x07\x01\x02\x80", "a file of another kind"),
    ] {
        let error = read_bytes(bytes).err().unwrap();
        let expected = "expected a PNG, JPEG, GIF, BMP, TIFF, WebP or PNM image, found";
        assert_eq!(error, format!("image.jpg: {expected} {found}"));
    }
}

#[test]
fn names_of_formats_are_told_by_the_extension() {
    let png = Kind::of(b"\x89PNG\r\n\x1a\n").unwrap();
    assert!(png.is_named(".png") && !png.is_named(".jpg"));
    let tiff = Kind::of(b"II*\0").unwrap();
    assert!(tiff.is_named(".tif") && tiff.is_named(".tiff"));
    assert!(named().contains("WebP"));
}
