//! Two-dimensional convolution with a bias.

use candle_core::{CpuStorage, CustomOp3, Layout, Result, Shape, Tensor};

use crate::autograd::{Gradient, apply3, deliver, wants_gradient};
use crate::cpu::conv::geometry::Geometry;
use crate::cpu::conv::gradients::Gradients;
use crate::cpu::conv::im2col::{self, Block};
use crate::cpu::memory::Disjoint;
use crate::cpu::storage::{fast, floats, tensor_floats};
use crate::cpu::sums::sum;

/// How a convolution moves over its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvOptions {
    /// Steps between two outputs, in both directions; at least 1.
    pub stride: usize,
    /// Zeros put around the input, on all four sides.
    pub padding: usize,
    /// Whether backward computes the input's gradient. The first layer of a network needs none.
    pub input_gradient: bool,
}

impl Default for ConvOptions {
    fn default() -> Self {
        Self {
            stride: 1,
            padding: 0,
            input_gradient: true,
        }
    }
}

/// Convolution (cross-correlation, as everywhere in deep learning) plus bias.
///
/// `x` is n×channels×height×width, `w` filters×channels×kernel height×kernel width, `b` filters;
/// the result is n×filters×out height×out width, with
/// out = (size + 2·padding − kernel) / stride + 1, rounded down.
///
/// # Errors
/// Shapes that do not fit together, a stride of 0, a kernel larger than the padded input.
pub fn conv2d(x: &Tensor, w: &Tensor, b: &Tensor, options: ConvOptions) -> Result<Tensor> {
    let geometry = Geometry::new(x, w, b, options.stride, options.padding)?;
    #[cfg(feature = "cuda")]
    if crate::gpu::cuda::ready(&[x, w, b]) && crate::gpu::fits(&geometry) {
        let input_gradient = options.input_gradient && wants_gradient(x);
        return crate::gpu::cuda::conv2d([x, w, b], geometry, input_gradient);
    }
    if !fast(&[x, w, b]) {
        return composed(x, w, b, options);
    }
    let op = Conv2d {
        geometry,
        input_gradient: options.input_gradient && wants_gradient(x),
    };
    apply3(&x.contiguous()?, &w.contiguous()?, &b.contiguous()?, op)
}

/// [`conv2d`](crate::conv2d()) put together from candle's own operations.
///
/// # Errors
/// Those of candle.
pub fn composed(x: &Tensor, w: &Tensor, b: &Tensor, options: ConvOptions) -> Result<Tensor> {
    let ConvOptions {
        stride,
        padding,
        input_gradient,
    } = options;
    let x = if input_gradient {
        x.clone()
    } else {
        x.detach()
    };
    // Candle's backward fails where rows and columns leave different remainders, so the input is
    // padded and cut to what is used first.
    let used = |size: usize, kernel: usize| {
        (size + 2 * padding).saturating_sub(kernel) / stride * stride + kernel
    };
    let (_, _, height, width) = x.dims4()?;
    let (_, _, kernel_height, kernel_width) = w.dims4()?;
    let x = x
        .pad_with_zeros(2, padding, padding)?
        .pad_with_zeros(3, padding, padding)?
        .narrow(2, 0, used(height, kernel_height))?
        .narrow(3, 0, used(width, kernel_width))?;
    let y = x.contiguous()?.conv2d(w, 0, stride, 1, 1)?;
    y.broadcast_add(&b.reshape((1, (), 1, 1))?)
}

struct Conv2d {
    geometry: Geometry,
    input_gradient: bool,
}

impl CustomOp3 for Conv2d {
    fn name(&self) -> &'static str {
        "conv2d"
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
        let plane = g.out_height * g.out_width;
        let mut y = vec![0f32; g.samples * g.filters * plane];
        let out = Disjoint::new(&mut y);
        im2col::forward(g, g.row_blocks(g.out_height, 1), x, w, |block| {
            let used = block.rows.len() * g.out_width;
            for (filter, numbers) in block.numbers.chunks_exact(block.stride).enumerate() {
                let start =
                    (block.sample * g.filters + filter) * plane + block.rows.start * g.out_width;
                // SAFETY: `forward` hands out each row of a sample once, and the parts of
                // different rows, filters and samples are apart.
                #[allow(unsafe_code)]
                let target = unsafe { out.part(start, used) };
                for (t, number) in target.iter_mut().zip(numbers) {
                    *t = number + b[filter];
                }
            }
        });
        Ok((
            CpuStorage::F32(y),
            (g.samples, g.filters, g.out_height, g.out_width).into(),
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
        let g = &self.geometry;
        let grad = grad.contiguous()?;
        let dy = tensor_floats(&grad)?;
        let dy: &[f32] = &dy;
        let plane = g.out_height * g.out_width;
        let gradients = im2col::backward(
            g,
            g.row_blocks(g.out_height, 1),
            &tensor_floats(x)?,
            &tensor_floats(w)?,
            self.input_gradient,
            |block, db| {
                let Block {
                    sample,
                    rows,
                    numbers,
                    stride,
                } = block;
                let used = rows.len() * g.out_width;
                let filters = numbers.chunks_exact_mut(stride).zip(db).enumerate();
                for (filter, (numbers, db)) in filters {
                    let start = (sample * g.filters + filter) * plane + rows.start * g.out_width;
                    let dy = &dy[start..start + used];
                    numbers[..used].copy_from_slice(dy);
                    *db += sum(dy);
                }
            },
        );
        deliver_all(gradients, x, w, b)
    }
}

/// Gradients as tensors, those of variables on their short way.
pub(crate) fn deliver_all(
    gradients: Gradients,
    x: &Tensor,
    w: &Tensor,
    b: &Tensor,
) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
    let dx = match gradients.x {
        Some(dx) => deliver(
            x,
            Gradient::Whole(Tensor::from_vec(dx, x.shape(), x.device())?),
        )?,
        None => None,
    };
    let dw = deliver(
        w,
        Gradient::Whole(Tensor::from_vec(gradients.w, w.shape(), w.device())?),
    )?;
    let db = deliver(
        b,
        Gradient::Whole(Tensor::from_vec(gradients.b, b.shape(), b.device())?),
    )?;
    Ok((dx, dw, db))
}
