//! Dropout with a mask that is computed, not stored.
//!
//! Number `i` is kept if the upper 32 bits of `mix(key + (i + 1) · 0x9E3779B97F4A7C15)` are at
//! least `p · 2³²`, with `mix` the finaliser of SplitMix64 (Steele, Lea & Flood 2014): the i-th
//! number of that generator started at `key`. So the mask depends on the key and the position
//! alone, is the same on every device and for any number of threads, and backward computes it
//! again.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor, bail};
use rayon::prelude::*;

use crate::composed;
use crate::graph::apply1;
use crate::storage::{fast, floats, tensor_floats};

/// Numbers worked on by one task.
const CHUNK: usize = 1 << 14;

/// Sets each number of `x` to 0 with probability `p` and multiplies the others by 1 / (1 − p).
///
/// `key` names the mask: give every layer of every step one of its own. For `p` of 0 the result
/// is `x`.
///
/// # Errors
/// `p` outside [0, 1).
pub fn dropout(x: &Tensor, p: f64, key: u64) -> Result<Tensor> {
    if !(0.0..1.0).contains(&p) {
        bail!("expected a dropout probability of at least 0 and below 1, found {p}")
    }
    if p == 0.0 {
        return Ok(x.clone());
    }
    let mask = Mask::new(p, key);
    #[cfg(feature = "cuda")]
    if crate::cuda::ready(&[x]) {
        return crate::cuda::dropout(x, mask);
    }
    if !fast(&[x]) {
        return composed::dropout(x, mask);
    }
    apply1(&x.contiguous()?, Dropout(mask))
}

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

    fn apply(self, x: &[f32]) -> Vec<f32> {
        let mut y = vec![0f32; x.len()];
        y.par_chunks_mut(CHUNK)
            .zip(x.par_chunks(CHUNK))
            .enumerate()
            .for_each(|(chunk, (y, x))| {
                for (index, (y, x)) in y.iter_mut().zip(x).enumerate() {
                    // Multiplied also where dropped, so that NaN stays NaN.
                    *y = x * self.factor((chunk * CHUNK + index) as u64);
                }
            });
        y
    }
}

struct Dropout(Mask);

impl CustomOp1 for Dropout {
    fn name(&self) -> &'static str {
        "dropout"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        Ok((
            CpuStorage::F32(self.0.apply(floats(x, layout)?)),
            layout.shape().clone(),
        ))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let grad = grad.contiguous()?;
        let dx = self.0.apply(&tensor_floats(&grad)?);
        Tensor::from_vec(dx, x.shape(), x.device()).map(Some)
    }
}
