//! ReLU.

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use rayon::prelude::*;

use crate::composed;
use crate::graph::apply1;
use crate::storage::{fast, floats, tensor_floats};

/// Numbers worked on by one task.
const CHUNK: usize = 1 << 14;

/// `max(x, 0)`, of any shape. The gradient at 0 is 0, as PyTorch's; NaN stays NaN.
///
/// # Errors
/// Those of candle.
pub fn relu(x: &Tensor) -> Result<Tensor> {
    #[cfg(feature = "cuda")]
    if crate::cuda::ready(&[x]) {
        return crate::cuda::relu(x);
    }
    if !fast(&[x]) {
        return composed::relu(x);
    }
    apply1(&x.contiguous()?, Relu)
}

struct Relu;

impl CustomOp1 for Relu {
    fn name(&self) -> &'static str {
        "relu"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let x = floats(x, layout)?;
        let mut y = vec![0f32; x.len()];
        y.par_chunks_mut(CHUNK)
            .zip(x.par_chunks(CHUNK))
            .for_each(|(y, x)| {
                for (y, x) in y.iter_mut().zip(x) {
                    *y = if *x <= 0.0 { 0.0 } else { *x };
                }
            });
        Ok((CpuStorage::F32(y), layout.shape().clone()))
    }

    fn bwd(&self, x: &Tensor, y: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let grad = grad.contiguous()?;
        let (dy, y) = (tensor_floats(&grad)?, tensor_floats(y)?);
        let mut dx = vec![0f32; y.len()];
        dx.par_chunks_mut(CHUNK)
            .zip(y.par_chunks(CHUNK))
            .zip(dy.par_chunks(CHUNK))
            .for_each(|((dx, y), dy)| {
                for ((dx, y), dy) in dx.iter_mut().zip(y).zip(dy) {
                    *dx = if *y <= 0.0 { 0.0 } else { *dy };
                }
            });
        Tensor::from_vec(dx, x.shape(), x.device()).map(Some)
    }
}
