//! Max-pool 2×2.

use std::sync::OnceLock;

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor, bail};
use rayon::prelude::*;

use crate::composed;
use crate::graph::apply1;
use crate::storage::{fast, floats, tensor_floats};

/// The choice of a window that passes no gradient on.
pub(crate) const NONE: u8 = 4;

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
    if crate::cuda::ready(&[x]) {
        return crate::cuda::max_pool2d(x);
    }
    if !fast(&[x]) {
        return composed::max_pool2d(x);
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

/// The maximum, plus `bias`, of the windows of two rows, and which of the four numbers it is.
pub(crate) fn pick(upper: &[f32], lower: &[f32], bias: f32, y: &mut [f32], choices: &mut [u8]) {
    let windows = upper.chunks_exact(2).zip(lower.chunks_exact(2));
    for (((u, l), y), choice) in windows.zip(y).zip(choices) {
        let (mut best, mut at) = (u[0] + bias, 0);
        for (value, index) in [(u[1] + bias, 1), (l[0] + bias, 2), (l[1] + bias, 3)] {
            let better = (value > best) | value.is_nan();
            best = if better { value } else { best };
            at = if better { index } else { at };
        }
        (*y, *choice) = (best, at);
    }
}

/// Writes two rows, `width` long each, of gradients from those of their windows; zeros everywhere
/// else.
pub(crate) fn place(dy: &[f32], choices: &[u8], rows: &mut [f32], width: usize) {
    rows.fill(0.0);
    for (window, (dy, choice)) in dy.iter().zip(choices).enumerate() {
        // Without a branch, as choices cannot be foretold: none writes 0 to the first place.
        let choice = usize::from(*choice);
        let at = 2 * window + (choice & 1) + (choice >> 1 & 1) * width;
        rows[at] = if choice < usize::from(NONE) { *dy } else { 0.0 };
    }
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
