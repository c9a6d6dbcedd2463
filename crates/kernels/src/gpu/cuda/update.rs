//! Steps of optimizers whose parameters and moments lie on the device.

use std::cell::RefCell;

use candle_core::cuda::cudarc::driver::CudaSlice;
use candle_core::{CpuStorage, CudaDevice, CudaStorage, InplaceOp1, Layout, Result, Tensor, bail};

use super::{locked, ready, start};
use crate::autograd::Kept;
use crate::gpu::launches::update::{Gradient, in_registers, update};
use crate::optimizer::rule::Step;

/// The moments of a parameter on a device, there, too.
#[derive(Debug)]
pub(crate) struct Moments {
    device: CudaDevice,
    moments: Vec<CudaSlice<f32>>,
}

impl Moments {
    /// Those of `tensor`, a parameter, with the given numbers; `None` if it does not lie on a CUDA
    /// device as one piece.
    pub(crate) fn new(tensor: &Tensor, moments: &[Vec<f32>]) -> Result<Option<Self>> {
        if !ready(&[tensor]) || !tensor.is_contiguous() {
            return Ok(None);
        }
        let device = tensor.device().as_cuda_device()?.clone();
        let moments = moments.iter().map(|moment| device.clone_htod(moment));
        Ok(Some(Self {
            moments: moments.collect::<Result<_>>()?,
            device,
        }))
    }

    /// The numbers, copied to main memory.
    pub(crate) fn read(&self) -> Result<Vec<Vec<f32>>> {
        self.moments
            .iter()
            .map(|moment| self.device.clone_dtoh(moment))
            .collect()
    }

    /// Moves the parameter `tensor` along its gradient.
    pub(crate) fn update(
        &mut self,
        step: &dyn Step,
        tensor: &Tensor,
        gradient: Kept<'_>,
    ) -> Result<()> {
        let moments = RefCell::new(&mut self.moments[..]);
        match gradient {
            Kept::Product(product) if in_registers(product.sizes()) => {
                let (left, right) = product.factors();
                let (left, right) = (locked(left)?, locked(right)?);
                let gradient =
                    Gradient::Product(left.numbers()?, right.numbers()?, product.sizes());
                tensor.inplace_op1(&Update {
                    step,
                    moments,
                    gradient: RefCell::new(Some(gradient)),
                })
            }
            kept => {
                let whole = match kept {
                    Kept::Product(product) => product.multiplied()?,
                    Kept::Whole(whole) => whole.contiguous()?,
                };
                if !ready(&[tensor, &whole]) {
                    bail!(
                        "expected a float32 gradient where the parameter is, found {:?} on {:?}",
                        whole.dtype(),
                        whole.device()
                    )
                }
                let whole = locked(&whole)?;
                tensor.inplace_op1(&Update {
                    step,
                    moments,
                    gradient: RefCell::new(Some(Gradient::Whole(whole.numbers()?))),
                })
            }
        }
    }
}

struct Update<'a> {
    step: &'a dyn Step,
    moments: RefCell<&'a mut [CudaSlice<f32>]>,
    /// Taken by the one call there is.
    gradient: RefCell<Option<Gradient<'a, CudaDevice>>>,
}

impl InplaceOp1 for Update<'_> {
    fn name(&self) -> &'static str {
        "optimizer-step"
    }

    fn cpu_fwd(&self, _: &mut CpuStorage, _: &Layout) -> Result<()> {
        bail!("this {} is the one for GPUs", self.name())
    }

    fn cuda_fwd(&self, parameter: &mut CudaStorage, layout: &Layout) -> Result<()> {
        let Some(gradient) = self.gradient.take() else {
            bail!("one step was taken twice")
        };
        let (device, start) = (parameter.device.clone(), start(layout)?);
        let numbers = parameter.as_cuda_slice_mut::<f32>()?;
        let parameter = (numbers, start, layout.shape().elem_count());
        update(
            &device,
            self.step,
            parameter,
            &mut self.moments.borrow_mut(),
            gradient,
        )
    }
}
