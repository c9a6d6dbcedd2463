//! Convolution, bias, ReLU and max-pool as one operation.

use std::sync::OnceLock;

use candle_core::{CpuStorage, CustomOp3, Layout, Result, Shape, Tensor, bail};

use super::conv2d::{self, ConvOptions, deliver_all};
use super::max_pool;
use super::pointwise::Pointwise;
use super::relu::Relu;
use crate::autograd::{apply3, wants_gradient};
use crate::cpu::conv::geometry::{Geometry, RowBlocks};
use crate::cpu::conv::gradients::Gradients;
use crate::cpu::conv::im2col::{self, Block};
use crate::cpu::conv::one_channel;
use crate::cpu::conv::pool_rows::{NONE, pick, place};
use crate::cpu::conv::winograd::{self, Tiling};
use crate::cpu::memory::Disjoint;
use crate::cpu::storage::{fast, floats, tensor_floats};

/// A 3×3 convolution without padding, bias, ReLU and a 2×2 max-pool that rounds down.
///
/// The same as `max_pool2d(relu(conv2d(x, w, b)))`, but the convolution's output, four times as
/// large as the result, is never written to memory; a byte for each result says where its
/// gradient goes. Shapes as for [`conv2d`](crate::conv2d()); the result is
/// n×filters×⌊(height − 2) / 2⌋×⌊(width − 2) / 2⌋. `input_gradient` says whether backward
/// computes the gradient of `x`.
///
/// # Errors
/// Shapes that do not fit together, weights that are not 3×3, an input that shrinks to nothing.
pub fn conv_relu_pool(x: &Tensor, w: &Tensor, b: &Tensor, input_gradient: bool) -> Result<Tensor> {
    let geometry = Geometry::new(x, w, b, 1, 0)?;
    if (geometry.kernel_height, geometry.kernel_width) != (3, 3) {
        bail!(
            "expected weights filters×channels×3×3, found {:?}",
            w.shape()
        )
    }
    if geometry.out_height < 2 || geometry.out_width < 2 {
        bail!(
            "the input is at least 4×4 where it is to be pooled, found {:?}",
            x.shape()
        )
    }
    #[cfg(feature = "cuda")]
    if crate::gpu::cuda::ready(&[x, w, b]) && crate::gpu::fits(&geometry) {
        let input_gradient = input_gradient && wants_gradient(x);
        return crate::gpu::cuda::conv_relu_pool([x, w, b], geometry, input_gradient);
    }
    if !fast(&[x, w, b]) {
        return composed(x, w, b, input_gradient);
    }
    let input_gradient = input_gradient && wants_gradient(x);
    let op = ConvReluPool {
        geometry,
        way: Way::of(geometry, input_gradient),
        input_gradient,
        choices: OnceLock::new(),
    };
    apply3(&x.contiguous()?, &w.contiguous()?, &b.contiguous()?, op)
}

/// Channels and filters from which on a convolution is computed in tiles: below, the transforms
/// cost more than the products they save.
const TILED_FROM: usize = 16;

/// How a block is computed.
enum Way {
    /// Images of one channel whose gradient nobody asks for.
    Single,
    /// In tiles, for many channels.
    Tiles(Tiling),
    /// As products of matrices of patches, for everything else.
    Patches,
}

impl Way {
    fn of(geometry: Geometry, input_gradient: bool) -> Self {
        if geometry.channels == 1 && !input_gradient {
            Self::Single
        } else if geometry.channels >= TILED_FROM && geometry.filters >= TILED_FROM {
            Self::Tiles(Tiling::new(geometry))
        } else {
            Self::Patches
        }
    }
}

/// [`conv_relu_pool`](crate::conv_relu_pool()) put together from candle's own operations.
///
/// # Errors
/// Those of candle.
pub fn composed(x: &Tensor, w: &Tensor, b: &Tensor, input_gradient: bool) -> Result<Tensor> {
    let options = ConvOptions {
        input_gradient,
        ..ConvOptions::default()
    };
    max_pool::composed(&Relu::composed(&conv2d::composed(x, w, b, options)?)?)
}

struct ConvReluPool {
    geometry: Geometry,
    way: Way,
    input_gradient: bool,
    /// For each result, which of its four numbers it is; [`NONE`] where ReLU made it 0. Each way
    /// has its own order of them.
    choices: OnceLock<Vec<u8>>,
}

impl ConvReluPool {
    fn pooled(&self) -> (usize, usize) {
        (self.geometry.out_height / 2, self.geometry.out_width / 2)
    }

    /// Blocks of whole windows; an odd last row is in none.
    fn row_blocks(&self) -> RowBlocks {
        self.geometry.row_blocks(self.pooled().0 * 2, 2)
    }

    /// Where in the result the windows of `block` start for `filter`, and how many there are.
    fn place(&self, block: &Block<'_>, filter: usize) -> (usize, usize) {
        let (height, width) = self.pooled();
        let plane = (block.sample * self.geometry.filters + filter) * height * width;
        (
            plane + block.rows.start / 2 * width,
            block.rows.len() / 2 * width,
        )
    }

    /// The result and its choices, by patches.
    fn forward(&self, x: &[f32], w: &[f32], b: &[f32]) -> (Vec<f32>, Vec<u8>) {
        let g = &self.geometry;
        let (height, width) = self.pooled();
        let length = g.samples * g.filters * height * width;
        let (mut y, mut choices) = (vec![0f32; length], vec![0u8; length]);
        let (out, out_choices) = (Disjoint::new(&mut y), Disjoint::new(&mut choices));
        im2col::forward(g, self.row_blocks(), x, w, |block| {
            for (filter, bias) in b.iter().enumerate() {
                let (start, count) = self.place(&block, filter);
                // SAFETY: `forward` hands out each row of a sample once, blocks hold whole
                // windows, and the parts of different windows, filters and samples are apart.
                #[allow(unsafe_code)]
                let (y, choices) =
                    unsafe { (out.part(start, count), out_choices.part(start, count)) };
                let numbers = &block.numbers[filter * block.stride..];
                let windows = y
                    .chunks_exact_mut(width)
                    .zip(choices.chunks_exact_mut(width));
                for ((y, choices), rows) in windows.zip(numbers.chunks(2 * g.out_width)) {
                    let (upper, lower) = rows.split_at(g.out_width);
                    pick(upper, lower, *bias, y, choices);
                    for (y, choice) in y.iter_mut().zip(choices) {
                        // Written so that NaN stays: a diverged network must show it.
                        if *y <= 0.0 {
                            (*y, *choice) = (0.0, NONE);
                        }
                    }
                }
            }
        });
        (y, choices)
    }

    /// The gradients, by patches.
    fn backward(&self, x: &[f32], w: &[f32], dy: &[f32], choices: &[u8]) -> Gradients {
        let g = &self.geometry;
        let width = self.pooled().1;
        im2col::backward(
            g,
            self.row_blocks(),
            x,
            w,
            self.input_gradient,
            |block, db| {
                for (filter, db) in db.iter_mut().enumerate() {
                    let (start, count) = self.place(&block, filter);
                    let (dy, choices) = (&dy[start..][..count], &choices[start..][..count]);
                    *db += chosen_sum(dy, choices);
                    let numbers = &mut block.numbers[filter * block.stride..];
                    let windows = dy.chunks_exact(width).zip(choices.chunks_exact(width));
                    for ((dy, choices), rows) in windows.zip(numbers.chunks_mut(2 * g.out_width)) {
                        place(dy, choices, &mut rows[..2 * g.out_width], g.out_width);
                    }
                }
            },
        )
    }
}

/// The sum of the gradients that reach a convolution's output, in a fixed order.
fn chosen_sum(dy: &[f32], choices: &[u8]) -> f64 {
    let mut lanes = [0f64; 8];
    for (dy, choices) in dy.chunks(lanes.len()).zip(choices.chunks(lanes.len())) {
        for ((lane, dy), choice) in lanes.iter_mut().zip(dy).zip(choices) {
            *lane += if *choice == NONE { 0.0 } else { f64::from(*dy) };
        }
    }
    lanes.iter().sum()
}

impl CustomOp3 for ConvReluPool {
    fn name(&self) -> &'static str {
        "conv-relu-pool"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        w: &CpuStorage,
        w_layout: &Layout,
        b: &CpuStorage,
        b_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let g = &self.geometry;
        let (x, w, b) = (
            floats(x, x_layout)?,
            floats(w, w_layout)?,
            floats(b, b_layout)?,
        );
        let (height, width) = self.pooled();
        let (y, choices) = match &self.way {
            Way::Single => one_channel::forward(g, x, w, b),
            Way::Tiles(tiling) => winograd::forward(tiling, x, w, b),
            Way::Patches => self.forward(x, w, b),
        };
        // A graph node is computed once, so the cell was empty.
        if self.choices.set(choices).is_err() {
            bail!("conv-relu-pool was computed twice in one graph")
        }
        Ok((
            CpuStorage::F32(y),
            (g.samples, g.filters, height, width).into(),
        ))
    }

    fn bwd(
        &self,
        x: &Tensor,
        w: &Tensor,
        b: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let Some(choices) = self.choices.get() else {
            bail!("conv-relu-pool has no forward pass to go back from")
        };
        let grad = grad.contiguous()?;
        let dy = tensor_floats(&grad)?;
        let dy: &[f32] = &dy;
        let (x_numbers, w_numbers) = (tensor_floats(x)?, tensor_floats(w)?);
        let (x_numbers, w_numbers): (&[f32], &[f32]) = (&x_numbers, &w_numbers);
        let wanted = self.input_gradient;
        let gradients = match &self.way {
            Way::Single => one_channel::backward(&self.geometry, x_numbers, dy, choices),
            Way::Tiles(t) => winograd::backward(t, x_numbers, w_numbers, dy, choices, wanted),
            Way::Patches => self.backward(x_numbers, w_numbers, dy, choices),
        };
        deliver_all(gradients, x, w, b)
    }
}
