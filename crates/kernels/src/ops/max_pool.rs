//! Max-pool 2×2.

use std::sync::OnceLock;

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor, bail};
use rayon::prelude::*;

use crate::autograd::apply1;
use crate::cpu::conv::pool_rows::{pick, place};
use crate::cpu::storage::{fast, floats, tensor_floats};

/// The largest number of each 2×2 window, windows side by side; an odd last row or column is in
/// no window.
///
/// `x` is n×channels×height×width, the result n×channels×⌊height / 2⌋×⌊width / 2⌋. The gradient
/// goes to the first maximum of the window, rows first, as PyTorch's; NaN counts as largest.
///
/// # Errors
/// `x` without four dimensions, or smaller than one window.
pub fn max_pool2d(x: &Tensor) -> Result<Tensor> {
    let (_, _, height, width) = x.dims4()?;
    if height < 2 || width < 2 {
        bail!("expected at least 2×2 numbers to pool, found {height}×{width}")
    }
    #[cfg(feature = "cuda")]
    if crate::gpu::cuda::ready(&[x]) {
        return crate::gpu::cuda::max_pool2d(x);
    }
    if !fast(&[x]) {
        return composed(x);
    }
    apply1(
        &x.contiguous()?,
        MaxPool {
            height,
            width,
            choices: OnceLock::new(),
        },
    )
}

/// [`max_pool2d`](crate::max_pool2d()) put together from candle's own operations.
///
/// # Errors
/// Those of candle.
pub fn composed(x: &Tensor) -> Result<Tensor> {
    let (n, channels, height, width) = x.dims4()?;
    let (height, width) = (height / 2, width / 2);
    let windows = x
        .narrow(2, 0, 2 * height)?
        .narrow(3, 0, 2 * width)?
        .contiguous()?
        .reshape((n, channels, height, 2, width, 2))?;
    let corner = |row, column| -> Result<Tensor> {
        windows
            .narrow(3, row, 1)?
            .narrow(5, column, 1)?
            .contiguous()?
            .reshape((n, channels, height, width))
    };
    // Candle's own spreads the gradient over equal maxima; a strict comparison keeps the first.
    let mut best = corner(0, 0)?;
    for (row, column) in [(0, 1), (1, 0), (1, 1)] {
        let value = corner(row, column)?;
        let is_nan = value.ne(&value)?;
        let better = (value.gt(&best)? + is_nan)?;
        best = better.where_cond(&value, &best)?;
    }
    Ok(best)
}

struct MaxPool {
    height: usize,
    width: usize,
    choices: OnceLock<Vec<u8>>,
}

impl CustomOp1 for MaxPool {
    fn name(&self) -> &'static str {
        "max-pool2d"
    }

    fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let x = floats(x, layout)?;
        let (samples, channels, _, _) = layout.shape().dims4()?;
        let (height, width) = (self.height / 2, self.width / 2);
        let length = samples * channels * height * width;
        let (mut y, mut choices) = (vec![0f32; length], vec![0u8; length]);
        y.par_chunks_mut(height * width)
            .zip(choices.par_chunks_mut(height * width))
            .zip(x.par_chunks(self.height * self.width))
            .for_each(|((y, choices), x)| {
                let windows = y
                    .chunks_exact_mut(width)
                    .zip(choices.chunks_exact_mut(width));
                for ((y, choices), rows) in windows.zip(x.chunks_exact(2 * self.width)) {
                    let (upper, lower) = rows.split_at(self.width);
                    pick(upper, lower, 0.0, y, choices);
                }
            });
        // A graph node is computed once, so the cell was empty.
        if self.choices.set(choices).is_err() {
            bail!("max-pool2d was computed twice in one graph")
        }
        Ok((
            CpuStorage::F32(y),
            (samples, channels, height, width).into(),
        ))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let Some(choices) = self.choices.get() else {
            bail!("max-pool2d has no forward pass to go back from")
        };
        let grad = grad.contiguous()?;
        let dy = tensor_floats(&grad)?;
        let (height, width) = (self.height / 2, self.width / 2);
        let mut dx = vec![0f32; x.elem_count()];
        dx.par_chunks_mut(self.height * self.width)
            .zip(dy.par_chunks(height * width))
            .zip(choices.par_chunks(height * width))
            .for_each(|((dx, dy), choices)| {
                let windows = dy.chunks_exact(width).zip(choices.chunks_exact(width));
                for ((dy, choices), rows) in windows.zip(dx.chunks_exact_mut(2 * self.width)) {
                    place(dy, choices, rows, self.width);
                }
            });
        Tensor::from_vec(dx, x.shape(), x.device()).map(Some)
    }
}
