//! Dropout with a mask that is computed, not stored.

use candle_core::{CpuStorage, CustomOp1, Device, Layout, Result, Shape, Tensor, bail};
use rayon::prelude::*;

use crate::autograd::apply1;
use crate::cpu::mask::Mask;
use crate::cpu::storage::{fast, floats, tensor_floats};

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
    if crate::gpu::cuda::ready(&[x]) {
        return crate::gpu::cuda::dropout(x, mask);
    }
    if !fast(&[x]) {
        return composed(x, mask);
    }
    apply1(&x.contiguous()?, Dropout(mask))
}

/// [`dropout`] put together from candle's own operations.
pub(crate) fn composed(x: &Tensor, mask: Mask) -> Result<Tensor> {
    let factors: Vec<f32> = (0..x.elem_count()).map(|i| mask.factor(i as u64)).collect();
    let factors = Tensor::from_vec(factors, x.shape(), &Device::Cpu)?;
    x.mul(&factors.to_dtype(x.dtype())?.to_device(x.device())?)
}

/// `x` with the factors of `mask`.
fn masked(x: &[f32], mask: Mask) -> Vec<f32> {
    let mut y = vec![0f32; x.len()];
    y.par_chunks_mut(CHUNK)
        .zip(x.par_chunks(CHUNK))
        .enumerate()
        .for_each(|(chunk, (y, x))| {
            for (index, (y, x)) in y.iter_mut().zip(x).enumerate() {
                // Multiplied also where dropped, so that NaN stays NaN.
                *y = x * mask.factor((chunk * CHUNK + index) as u64);
            }
        });
    y
}

struct Dropout(Mask);

impl CustomOp1 for Dropout {
    fn name(&self) -> &'static str {
        "dropout"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        Ok((
            CpuStorage::F32(masked(floats(x, layout)?, self.0)),
            layout.shape().clone(),
        ))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let grad = grad.contiguous()?;
        let dx = masked(&tensor_floats(&grad)?, self.0);
        Tensor::from_vec(dx, x.shape(), x.device()).map(Some)
    }
}
