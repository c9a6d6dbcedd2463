//! Activations, max-pool, dropout and standardized images.

use std::sync::OnceLock;

use candle_core::cuda::cudarc::driver::CudaSlice;
use candle_core::{CpuStorage, CudaStorage, CustomOp1, Layout, Result, Shape, Tensor, bail};

use super::{floats, locked, not_here, stored, tensor};
use crate::autograd::apply1;
use crate::cpu::mask::Mask;
use crate::gpu::launches::layers;

/// The function that the kernel `name` computes, of every number.
pub(crate) fn pointwise(name: &'static str, x: &Tensor) -> Result<Tensor> {
    apply1(&x.contiguous()?, Pointwise(name))
}

struct Pointwise(&'static str);

impl CustomOp1 for Pointwise {
    fn name(&self) -> &'static str {
        self.0
    }

    fn cpu_fwd(&self, _: &CpuStorage, _: &Layout) -> Result<(CpuStorage, Shape)> {
        not_here(self.name())
    }

    fn cuda_fwd(&self, x: &CudaStorage, layout: &Layout) -> Result<(CudaStorage, Shape)> {
        let shape = layout.shape();
        let numbers = floats(x, layout)?;
        let y = layers::pointwise(&x.device, self.0, numbers, shape.elem_count())?;
        Ok((stored(y, &x.device), shape.clone()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let grad = grad.contiguous()?;
        let (numbers, dy) = (locked(x)?, locked(&grad)?);
        let device = &numbers.device;
        let arguments = [numbers.numbers()?, dy.numbers()?];
        let dx = layers::pointwise_gradient(device, self.0, arguments, x.elem_count())?;
        Ok(Some(tensor(dx, device, x.shape())))
    }
}

/// See [`max_pool2d`](crate::max_pool2d()).
pub(crate) fn max_pool2d(x: &Tensor) -> Result<Tensor> {
    let op = MaxPool {
        choices: OnceLock::new(),
    };
    apply1(&x.contiguous()?, op)
}

struct MaxPool {
    choices: OnceLock<CudaSlice<u8>>,
}

impl CustomOp1 for MaxPool {
    fn name(&self) -> &'static str {
        "max-pool2d"
    }

    fn cpu_fwd(&self, _: &CpuStorage, _: &Layout) -> Result<(CpuStorage, Shape)> {
        not_here(self.name())
    }

    fn cuda_fwd(&self, x: &CudaStorage, layout: &Layout) -> Result<(CudaStorage, Shape)> {
        let (samples, channels, height, width) = layout.shape().dims4()?;
        let numbers = floats(x, layout)?;
        let (y, choices) =
            layers::max_pool(&x.device, numbers, samples * channels, [height, width])?;
        // A graph node is computed once, so the cell was empty.
        if self.choices.set(choices).is_err() {
            bail!("max-pool2d was computed twice in one graph")
        }
        let shape = (samples, channels, height / 2, width / 2);
        Ok((stored(y, &x.device), shape.into()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let Some(choices) = self.choices.get() else {
            bail!("max-pool2d has no forward pass to go back from")
        };
        let (samples, channels, height, width) = x.dims4()?;
        let grad = grad.contiguous()?;
        let dy = locked(&grad)?;
        let (planes, sizes) = (samples * channels, [height, width]);
        let dx = layers::max_pool_gradient(&dy.device, dy.numbers()?, choices, planes, sizes)?;
        Ok(Some(tensor(dx, &dy.device, x.shape())))
    }
}

/// See [`dropout`](crate::dropout()).
pub(crate) fn dropout(x: &Tensor, mask: Mask) -> Result<Tensor> {
    apply1(&x.contiguous()?, Dropout(mask))
}

struct Dropout(Mask);

impl CustomOp1 for Dropout {
    fn name(&self) -> &'static str {
        "dropout"
    }

    fn cpu_fwd(&self, _: &CpuStorage, _: &Layout) -> Result<(CpuStorage, Shape)> {
        not_here(self.name())
    }

    fn cuda_fwd(&self, x: &CudaStorage, layout: &Layout) -> Result<(CudaStorage, Shape)> {
        let shape = layout.shape();
        let y = layers::dropout(&x.device, floats(x, layout)?, shape.elem_count(), self.0)?;
        Ok((stored(y, &x.device), shape.clone()))
    }

    fn bwd(&self, x: &Tensor, _: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let grad = grad.contiguous()?;
        let dy = locked(&grad)?;
        let dx = layers::dropout(&dy.device, dy.numbers()?, x.elem_count(), self.0)?;
        Ok(Some(tensor(dx, &dy.device, x.shape())))
    }
}

/// See [`standardize`](crate::standardize()).
pub(crate) fn standardize(images: &Tensor, epsilon: f64) -> Result<Tensor> {
    let images = images.contiguous()?;
    let (x, count) = (locked(&images)?, images.elem_count() / images.dim(0)?);
    let sizes = [images.dim(0)?, count];
    let y = layers::standardize(&x.device, x.numbers()?, sizes, epsilon)?;
    Ok(tensor(y, &x.device, images.shape()))
}
