//! What streams of drawn faces are for, and numbers drawn from them: bell curves for what varies, and smooth noise for surfaces.

use faceoff_random::Stream;
use rand_distr::{Distribution, StandardNormal};

/// What a stream of drawn faces is for, the first number of its position: who somebody is, what a
/// video shows, what a frame shows, and which frames of a video are test frames.
pub(crate) const PERSON: u64 = 0;
pub(crate) const VIDEO: u64 = 1;
pub(crate) const FRAME: u64 = 2;
pub(crate) const TEST_FRAMES: u64 = 3;

/// A number from the normal distribution, no further than 2.5 standard deviations from its mean.
pub(crate) fn normal(stream: &mut Stream, mean: f32, deviation: f32) -> f32 {
    let z: f32 = StandardNormal.sample(stream);
    mean + deviation * z.clamp(-2.5, 2.5)
}

/// A number in `[low, high)`, uniformly.
pub(crate) fn between(stream: &mut Stream, low: f32, high: f32) -> f32 {
    stream.uniform(f64::from(low), f64::from(high)) as f32
}

/// Smooth noise over the plane, with a hill or hollow about every unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Noise(u32);

impl Noise {
    pub(crate) fn new(stream: &mut Stream) -> Self {
        Self(stream.below(1 << 31) as u32)
    }

    /// The noise at a place, between −1 and 1.
    pub(crate) fn at(self, x: f32, y: f32) -> f32 {
        // Rounding down as a call would take longer than all the rest.
        let floor = |v: f32| v as i32 - i32::from(v < 0.0);
        let (column, row) = (floor(x), floor(y));
        let ease = |t: f32| t * t * (3.0 - 2.0 * t);
        let (across, down) = (ease(x - column as f32), ease(y - row as f32));
        let along = |row: i32| {
            let (a, b) = (
                self.corner(column, row),
                self.corner(column.wrapping_add(1), row),
            );
            a + (b - a) * across
        };
        let (a, b) = (along(row), along(row.wrapping_add(1)));
        a + (b - a) * down
    }

    /// The noise where two grid lines cross: a hash of their numbers.
    fn corner(self, column: i32, row: i32) -> f32 {
        let mut h = self.0 ^ (column as u32).wrapping_mul(0x9E37_79B1);
        h = (h ^ (h >> 15)).wrapping_mul(0x85EB_CA6B) ^ (row as u32).wrapping_mul(0xC2B2_AE35);
        h = (h ^ (h >> 13)).wrapping_mul(0x27D4_EB2F);
        h ^= h >> 16;
        (h >> 8) as f32 / (1 << 23) as f32 - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use faceoff_random::Purpose;

    fn stream() -> Stream {
        Stream::new(1, Purpose::DrawnFace, &[0])
    }

    #[test]
    fn normal_numbers_have_their_mean_and_deviation() {
        let mut stream = stream();
        let numbers: Vec<f32> = (0..20_000).map(|_| normal(&mut stream, 3.0, 2.0)).collect();
        let mean = numbers.iter().sum::<f32>() / numbers.len() as f32;
        let variance =
            numbers.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / numbers.len() as f32;
        assert!((mean - 3.0).abs() < 0.1, "{mean}");
        // A little less than 2, since the tails are cut.
        assert!((variance.sqrt() - 1.95).abs() < 0.1, "{variance}");
        assert!(numbers.iter().all(|x| (x - 3.0).abs() <= 5.0));
    }

    #[test]
    fn noise_is_smooth_varied_and_in_range() {
        let noise = Noise::new(&mut stream());
        let mut lowest: f32 = 1.0;
        let mut highest: f32 = -1.0;
        for i in 0..2000 {
            let (x, y) = (i as f32 * 0.37 - 300.0, i as f32 * 0.11 - 90.0);
            let here = noise.at(x, y);
            lowest = lowest.min(here);
            highest = highest.max(here);
            assert!((noise.at(x + 1e-2, y) - here).abs() < 0.05);
        }
        assert!((-1.0..-0.7).contains(&lowest) && (0.7..=1.0).contains(&highest));
    }
}
