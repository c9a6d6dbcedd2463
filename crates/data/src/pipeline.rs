//! From a picture to what the network sees: rescale, crop, normalise.
//!
//! The study's pipeline: the picture in grey (0.299 R + 0.587 G + 0.114 B, 0 to 1) is rescaled so
//! that its shorter side is 250, bilinearly with half-pixel centres and without antialiasing (as
//! OpenCV's `INTER_LINEAR`), then cropped to 224×224. Other input sizes keep these proportions.
//! Grey and bilinear interpolation are both linear, so taking grey first changes nothing but the
//! last bits. Sources that were reduced to 8 grey bits beforehand carry that rounding: up to
//! 1/510, some 2e-3, which nothing done here can take back.

use faceoff_landmarks::{Scheme, target};
use faceoff_random::{Purpose, Stream};

use crate::Face;
use crate::face::Pixels;
use crate::tone::Tone;
use crate::warp::Warp;

/// Which part of a picture is taken, and how it is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    /// Width and height of the picture, in pixels.
    pub original: [usize; 2],
    /// Width and height after rescaling.
    pub resized: [usize; 2],
    /// Left and top of the crop in the rescaled picture.
    pub corner: [usize; 2],
    /// Side of the crop.
    pub input_size: usize,
    /// Whether the crop is mirrored.
    pub flipped: bool,
    /// How it is then turned, enlarged and moved. Beyond the picture its edge goes on.
    pub warp: Option<Warp>,
    /// How its grey values are changed.
    pub tone: Tone,
}

/// Rescaling and cropping to one input size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pipeline {
    input_size: usize,
}

impl Pipeline {
    /// For crops of `input_size`×`input_size` pixels.
    pub fn new(input_size: usize) -> Self {
        Self { input_size }
    }

    /// Width and height of `face` after rescaling: the shorter side in the study's proportion to
    /// the crop, the other cut to whole pixels.
    pub fn resized(&self, face: &Face) -> [usize; 2] {
        let proportion = target::SHORTER / target::SIDE;
        let shorter = ((self.input_size as f32 * proportion).round() as usize).max(self.input_size);
        let (width, height) = (face.width, face.height);
        if height > width {
            [shorter, shorter * height / width]
        } else {
            [shorter * width / height, shorter]
        }
    }

    /// A crop anywhere, uniformly.
    pub fn random_crop(&self, face: &Face, stream: &mut Stream) -> Geometry {
        self.crop(face, |room| stream.below(room + 1))
    }

    /// The middle.
    pub fn center_crop(&self, face: &Face) -> Geometry {
        self.crop(face, |room| room / 2)
    }

    /// The crop that image `index` of a set is always evaluated on.
    pub fn evaluation_crop(&self, face: &Face, index: usize) -> Geometry {
        self.random_crop(
            face,
            &mut Stream::new(0, Purpose::EvaluationCrop, &[index as u64]),
        )
    }

    fn crop(&self, face: &Face, mut pick: impl FnMut(usize) -> usize) -> Geometry {
        let resized = self.resized(face);
        let corner = resized.map(|side| pick(side - self.input_size));
        Geometry {
            original: [face.width, face.height],
            resized,
            corner,
            input_size: self.input_size,
            flipped: false,
            warp: None,
            tone: Tone::PLAIN,
        }
    }

    /// Writes the crop to `pixels`, `input_size`² numbers from 0 to 1, row by row. Only the crop's
    /// pixels are computed.
    pub fn render(&self, face: &Face, geometry: &Geometry, pixels: &mut [f32]) {
        match &face.pixels {
            Pixels::Eight(source) => {
                sample(source, geometry, pixels, |v| f32::from(v) * (1.0 / 255.0));
            }
            Pixels::Sixteen(source) => {
                sample(source, geometry, pixels, |v| f32::from(v) * (1.0 / 65535.0));
            }
        }
        geometry.tone.apply(pixels);
    }

    /// The targets of the crop: (p − 100) / 50, p in pixels of the crop brought to 224×224.
    pub fn target(&self, face: &Face, geometry: &Geometry) -> Vec<f32> {
        let to_side = target::SIDE / self.input_size as f32;
        let mut points = face.landmarks.clone();
        for (i, value) in points.iter_mut().enumerate() {
            let axis = i % 2;
            let scale = geometry.resized[axis] as f32 / geometry.original[axis] as f32;
            *value = *value * scale - geometry.corner[axis] as f32;
        }
        if geometry.flipped {
            Scheme::face_68().mirror_coordinates(&mut points, self.input_size as f32);
        }
        if let Some(warp) = geometry.warp {
            warp.move_points(&mut points);
        }
        for value in &mut points {
            *value = target::target(*value * to_side);
        }
        points
    }
}

/// Where a target pixel lies between two source pixels.
#[derive(Clone, Copy)]
struct Tap {
    first: usize,
    second: usize,
    weight: f32,
}

fn taps(from: usize, to: usize, corner: usize, count: usize) -> Vec<Tap> {
    let scale = from as f64 / to as f64;
    let last = from - 1;
    let tap = |i: usize| {
        let at = ((corner + i) as f64 + 0.5) * scale - 0.5;
        if at <= 0.0 {
            return Tap {
                first: 0,
                second: 0,
                weight: 0.0,
            };
        }
        let first = (at as usize).min(last);
        let weight = if first == last {
            0.0
        } else {
            (at - first as f64) as f32
        };
        Tap {
            first,
            second: (first + 1).min(last),
            weight,
        }
    };
    (0..count).map(tap).collect()
}

fn sample<T: Copy>(source: &[T], geometry: &Geometry, out: &mut [f32], value: impl Fn(T) -> f32) {
    match &geometry.warp {
        None => sample_straight(source, geometry, out, value),
        Some(warp) => sample_warped(source, geometry, warp, out, value),
    }
}

/// Rows and columns of the crop lie along those of the picture.
fn sample_straight<T: Copy>(
    source: &[T],
    geometry: &Geometry,
    out: &mut [f32],
    value: impl Fn(T) -> f32,
) {
    let size = geometry.input_size;
    let [width, height] = geometry.original;
    let mut columns = taps(width, geometry.resized[0], geometry.corner[0], size);
    let rows = taps(height, geometry.resized[1], geometry.corner[1], size);
    if geometry.flipped {
        columns.reverse();
    }
    for (row, line) in rows.iter().zip(out.chunks_exact_mut(size)) {
        let above = &source[row.first * width..][..width];
        let below = &source[row.second * width..][..width];
        for (column, pixel) in columns.iter().zip(line) {
            let across = |line: &[T]| {
                let (a, b) = (value(line[column.first]), value(line[column.second]));
                a + (b - a) * column.weight
            };
            let (a, b) = (across(above), across(below));
            *pixel = a + (b - a) * row.weight;
        }
    }
}

fn sample_warped<T: Copy>(
    source: &[T],
    geometry: &Geometry,
    warp: &Warp,
    out: &mut [f32],
    value: impl Fn(T) -> f32,
) {
    let size = geometry.input_size;
    let width = geometry.original[0];
    // The two pixels around a place in the crop, along an axis, and how near it is to the second.
    let around = |place: f32, axis: usize| {
        let scale = geometry.original[axis] as f32 / geometry.resized[axis] as f32;
        let last = geometry.original[axis] - 1;
        let at =
            ((geometry.corner[axis] as f32 + place + 0.5) * scale - 0.5).clamp(0.0, last as f32);
        let first = at as usize;
        (first, (first + 1).min(last), at - first as f32)
    };
    for (row, line) in out.chunks_exact_mut(size).enumerate() {
        for (column, pixel) in line.iter_mut().enumerate() {
            let [x, y] = warp.source([column as f32, row as f32]);
            let x = if geometry.flipped {
                (size - 1) as f32 - x
            } else {
                x
            };
            let (left, right, across) = around(x, 0);
            let (above, below, down) = around(y, 1);
            let between = |row: usize| {
                let (a, b) = (source[row * width + left], source[row * width + right]);
                let (a, b) = (value(a), value(b));
                a + (b - a) * across
            };
            let (a, b) = (between(above), between(below));
            *pixel = a + (b - a) * down;
        }
    }
}
