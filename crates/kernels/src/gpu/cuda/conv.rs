//! Convolution, plain or with bias, ReLU and max-pool as one.

use std::sync::OnceLock;

use candle_core::cuda::cudarc::driver::CudaSlice;
use candle_core::{CpuStorage, CudaStorage, CustomOp3, Layout, Result, Shape, Tensor, bail};

use super::{floats, locked, not_here, stored, tensor};
use crate::autograd::{Gradient, apply3, deliver};
use crate::cpu::conv::geometry::Geometry;
use crate::gpu::launches::conv::{
    Precision, forward, forward_pooled, input_gradient, weight_gradients,
};
use crate::precision::tf32;

/// See [`conv2d`](crate::conv2d()); for geometries that [`fits`](crate::gpu::fits).
pub(crate) fn conv2d(
    [x, w, b]: [&Tensor; 3],
    geometry: Geometry,
    input_gradient: bool,
) -> Result<Tensor> {
    apply([x, w, b], geometry, input_gradient, false)
}

/// See [`conv_relu_pool`](crate::conv_relu_pool()).
pub(crate) fn conv_relu_pool(
    [x, w, b]: [&Tensor; 3],
    geometry: Geometry,
    input_gradient: bool,
) -> Result<Tensor> {
    apply([x, w, b], geometry, input_gradient, true)
}

fn apply(
    [x, w, b]: [&Tensor; 3],
    geometry: Geometry,
    input_gradient: bool,
    pooled: bool,
) -> Result<Tensor> {
    let op = Conv {
        geometry,
        input_gradient,
        precision: if tf32() {
            Precision::Tf32
        } else {
            Precision::Float32
        },
        pooled,
        choices: OnceLock::new(),
    };
    apply3(&x.contiguous()?, &w.contiguous()?, &b.contiguous()?, op)
}

struct Conv {
    geometry: Geometry,
    input_gradient: bool,
    /// The same forward and backward.
    precision: Precision,
    /// With ReLU and max-pool.
    pooled: bool,
    /// Where in its window each result came from, if pooled.
    choices: OnceLock<CudaSlice<u8>>,
}

impl CustomOp3 for Conv {
    fn name(&self) -> &'static str {
        if self.pooled {
            "conv-relu-pool"
        } else {
            "conv2d"
        }
    }

    fn cpu_fwd(
        &self,
        _: &CpuStorage,
        _: &Layout,
        _: &CpuStorage,
        _: &Layout,
        _: &CpuStorage,
        _: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        not_here(self.name())
    }

    fn cuda_fwd(
        &self,
        x: &CudaStorage,
        x_layout: &Layout,
        w: &CudaStorage,
        w_layout: &Layout,
        b: &CudaStorage,
        b_layout: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        let (g, device) = (&self.geometry, &x.device);
        let arguments = [
            floats(x, x_layout)?,
            floats(w, w_layout)?,
            floats(b, b_layout)?,
        ];
        if !self.pooled {
            let y = forward(device, g, self.precision, arguments)?;
            let shape = (g.samples, g.filters, g.out_height, g.out_width);
            return Ok((stored(y, device), shape.into()));
        }
        let (y, choices) = forward_pooled(device, g, self.precision, arguments)?;
        // A graph node is computed once, so the cell was empty.
        if self.choices.set(choices).is_err() {
            bail!("conv-relu-pool was computed twice in one graph")
        }
        let shape = (g.samples, g.filters, g.out_height / 2, g.out_width / 2);
        Ok((stored(y, device), shape.into()))
    }

    fn bwd(
        &self,
        x: &Tensor,
        w: &Tensor,
        b: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let (g, choices) = (&self.geometry, self.choices.get());
        if self.pooled && choices.is_none() {
            bail!("conv-relu-pool has no forward pass to go back from")
        }
        let grad = grad.contiguous()?;
        let dx = {
            let (dy, weights) = (locked(&grad)?, locked(w)?);
            let (dy, w) = (dy.numbers()?, weights.numbers()?);
            if self.input_gradient {
                let device = &weights.device;
                let dx = input_gradient(device, g, self.precision, w, dy, choices)?;
                Some(tensor(dx, device, x.shape()))
            } else {
                None
            }
        };
        let (dw, db) = {
            let (dy, images) = (locked(&grad)?, locked(x)?);
            let (dy, numbers) = (dy.numbers()?, images.numbers()?);
            let device = &images.device;
            let (dw, db) = weight_gradients(device, g, self.precision, numbers, dy, choices)?;
            (tensor(dw, device, w.shape()), tensor(db, device, b.shape()))
        };
        let dx = match dx {
            Some(dx) => deliver(x, Gradient::Whole(dx))?,
            None => None,
        };
        Ok((
            dx,
            deliver(w, Gradient::Whole(dw))?,
            deliver(b, Gradient::Whole(db))?,
        ))
    }
}
