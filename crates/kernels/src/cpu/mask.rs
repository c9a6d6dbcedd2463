//! The mask of dropout, which is computed and not stored.
//!
//! Number `i` is kept if the upper 32 bits of `mix(key + (i + 1) · 0x9E3779B97F4A7C15)` are at
//! least `p · 2³²`, with `mix` the finaliser of SplitMix64 (Steele, Lea & Flood 2014): the i-th
//! number of that generator started at `key`. So the mask depends on the key and the position
//! alone, is the same on every device and for any number of threads, and backward computes it
//! again.

/// What each number is multiplied by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mask {
    pub(crate) threshold: u32,
    pub(crate) scale: f32,
    pub(crate) key: u64,
}

impl Mask {
    pub(crate) fn new(p: f64, key: u64) -> Self {
        // Below 2³² because p < 1, but for p within 2⁻³³ of 1, where `as` saturates.
        let threshold = (p * 2f64.powi(32)).round() as u32;
        Self {
            threshold,
            scale: (1.0 / (1.0 - p)) as f32,
            key,
        }
    }

    /// The factor of the number at `position`: 0 or 1 / (1 − p).
    pub(crate) fn factor(self, position: u64) -> f32 {
        let step = position.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut z = self.key.wrapping_add(step);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        if (z >> 32) as u32 >= self.threshold {
            self.scale
        } else {
            0.0
        }
    }
}
