//! Linear layers: products by cuBLAS.

use candle_core::backend::BackendStorage;
use candle_core::{CpuStorage, CudaStorage, CustomOp3, Layout, Result, Shape, Tensor};

use super::{floats, locked, not_here, start, tensor};
use crate::autograd::{Gradient, Product, apply3, deliver, wants_gradient};
use crate::gpu::launches::layers::{add_bias, column_sums};

/// See [`linear`](crate::linear()).
pub(crate) fn linear(x: &Tensor, w: &Tensor, b: &Tensor) -> Result<Tensor> {
    let op = Linear {
        input_gradient: wants_gradient(x),
    };
    apply3(&x.contiguous()?, &w.contiguous()?, &b.contiguous()?, op)
}

struct Linear {
    input_gradient: bool,
}

impl CustomOp3 for Linear {
    fn name(&self) -> &'static str {
        "linear"
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
        let (outputs, inputs) = w_layout.shape().dims2()?;
        let rows = x_layout.shape().elem_count() / inputs;
        let flat = Layout::contiguous_with_offset((rows, inputs), start(x_layout)?);
        let turned = w_layout.transpose(0, 1)?;
        let mut y = x.matmul(w, (1, rows, outputs, inputs), &flat, &turned)?;
        let bias = floats(b, b_layout)?;
        add_bias(&x.device, y.as_cuda_slice_mut()?, bias, [rows, outputs])?;
        Ok((y, (rows, outputs).into()))
    }

    fn bwd(
        &self,
        x: &Tensor,
        w: &Tensor,
        b: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>, Option<Tensor>)> {
        let grad = grad.contiguous()?;
        let db = {
            let dy = locked(&grad)?;
            let sums = column_sums(&dy.device, dy.numbers()?, grad.dims2()?.into())?;
            tensor(sums, &dy.device, b.shape())
        };
        let dx = if self.input_gradient {
            let dx = grad.detach().matmul(&w.detach())?;
            deliver(x, Gradient::Whole(dx.reshape(x.shape())?))?
        } else {
            None
        };
        let dw = deliver(
            w,
            Gradient::Product(Product::new(&grad, &x.flatten_from(1)?)?),
        )?;
        Ok((dx, dw, deliver(b, Gradient::Whole(db))?))
    }
}
