//! Whether two images are nearly the same, as frames of one video a moment apart are.
//!
//! An image is shrunk to 17×16 cells, and a bit says of two neighbours in a row whether the right
//! one is brighter: 256 bits that neither size nor brightness changes, the difference hash of
//! Neal Krawetz, "Kind of Like That" (The Hacker Factor Blog, 2013).

use image::imageops::thumbnail;
use image::{ImageBuffer, Luma};
use rayon::prelude::*;

use super::face::{Face, Pixels};
use super::set::FaceSet;

const ROWS: usize = 16;
const COLUMNS: usize = 16;

/// Bits in which near duplicates differ at most. Of the study's images most test frames are as
/// near to a training frame, and no image is to one of another person (`tests/select.rs`).
const MOST_BITS: u32 = 48;

/// What an image looks like, in few bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DifferenceHash([u64; ROWS * COLUMNS / 64]);

impl DifferenceHash {
    /// Of an image `width`×`height` pixels large.
    pub(crate) fn new(pixels: &Pixels, width: usize, height: usize) -> Self {
        let [width, height] = [width, height].map(|side| u32::try_from(side).unwrap_or(u32::MAX));
        let size = (COLUMNS as u32 + 1, ROWS as u32);
        let cells: Option<Vec<u16>> = match pixels {
            Pixels::Eight(values) => {
                ImageBuffer::<Luma<u8>, _>::from_raw(width, height, &values[..]).map(|image| {
                    let small = thumbnail(&image, size.0, size.1);
                    small.into_raw().into_iter().map(u16::from).collect()
                })
            }
            Pixels::Sixteen(values) => {
                ImageBuffer::<Luma<u16>, _>::from_raw(width, height, &values[..])
                    .map(|image| thumbnail(&image, size.0, size.1).into_raw())
            }
        };
        let mut bits = [0; ROWS * COLUMNS / 64];
        let rows = cells
            .iter()
            .flat_map(|cells| cells.chunks_exact(COLUMNS + 1));
        let rising = rows.flat_map(|row| row.windows(2).map(|pair| pair[1] > pair[0]));
        for (place, _) in rising.enumerate().filter(|(_, rises)| *rises) {
            bits[place / 64] |= 1 << (place % 64);
        }
        Self(bits)
    }

    /// The place of the first of `known` that is nearly the same image.
    pub(crate) fn among(&self, known: &[Self]) -> Option<usize> {
        known.iter().position(|other| self.is_near(other))
    }

    fn is_near(&self, other: &Self) -> bool {
        let bits = self
            .0
            .iter()
            .zip(&other.0)
            .map(|(a, b)| (a ^ b).count_ones());
        bits.sum::<u32>() <= MOST_BITS
    }
}

impl FaceSet {
    /// Test images that nearly are a training image, as the next frame of a video is: their
    /// difference hashes (256 bits) differ in 48 bits at most.
    pub fn near_duplicates(&self) -> usize {
        let hash = |face: &Face| DifferenceHash::new(&face.pixels, face.width, face.height);
        let known: Vec<DifferenceHash> = self.train.par_iter().map(hash).collect();
        let test = self.test.par_iter();
        test.filter(|face| hash(face).among(&known).is_some())
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(width: usize, height: usize, grey: impl Fn(f64, f64) -> f64) -> DifferenceHash {
        let at = |i: usize, of: usize| (i as f64 + 0.5) / of as f64;
        let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let values: Vec<u8> = rows
            .map(|(x, y)| grey(at(x, width), at(y, height)) as u8)
            .collect();
        DifferenceHash::new(&Pixels::Eight(values.into()), width, height)
    }

    fn blobs(shift: f64) -> impl Fn(f64, f64) -> f64 {
        move |x, y| 100.0 + 50.0 * (17.0 * (x + shift)).sin() + 40.0 * (11.0 * y + 9.0 * x).cos()
    }

    #[test]
    fn size_and_brightness_do_not_count() {
        let image = hash(240, 200, blobs(0.0));
        assert!(image.is_near(&hash(91, 77, blobs(0.0))));
        assert!(image.is_near(&hash(240, 200, |x, y| 0.5 * blobs(0.0)(x, y) + 60.0)));
    }

    #[test]
    fn little_motion_is_near_and_another_image_is_not() {
        let image = hash(240, 200, blobs(0.0));
        assert!(image.is_near(&hash(240, 200, blobs(0.01))));
        assert!(!image.is_near(&hash(240, 200, blobs(0.15))));
    }

    #[test]
    fn eight_and_sixteen_bits_of_the_same_grey_are_the_same() {
        let values: Vec<u8> = (0..40 * 30).map(|i| (i * i % 251) as u8).collect();
        let wide: Vec<u16> = values.iter().map(|&v| u16::from(v) * 257).collect();
        let eight = DifferenceHash::new(&Pixels::Eight(values.into()), 40, 30);
        assert!(eight.is_near(&DifferenceHash::new(&Pixels::Sixteen(wide.into()), 40, 30)));
    }

    #[test]
    fn any_size_has_a_hash() {
        for (width, height) in [(1, 1), (1, 40), (40, 1), (3, 2), (17, 16), (18, 15)] {
            let rising = hash(width, height, |x, _| 255.0 * x);
            let falling = hash(width, height, |x, _| 255.0 * (1.0 - x));
            // An image one pixel wide neither rises nor falls.
            assert_eq!(rising == falling, width == 1, "{width}×{height}");
        }
    }
}
