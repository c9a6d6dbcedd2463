//! Mean losses: the value stays on the device.

use candle_core::{CpuStorage, CudaStorage, CustomOp2, Layout, Result, Shape, Tensor};
use faceoff_spec::Loss;

use super::{floats, locked, not_here, stored, tensor};
use crate::autograd::{apply2, wants_gradient};
use crate::gpu::launches::loss::{Side, gradient, value};

/// See [`mean_loss`](crate::mean_loss()).
pub(crate) fn mean_loss(loss: Loss, prediction: &Tensor, target: &Tensor) -> Result<Tensor> {
    let op = Mean {
        loss,
        target_gradient: wants_gradient(target),
    };
    apply2(&prediction.contiguous()?, &target.contiguous()?, op)
}

struct Mean {
    loss: Loss,
    target_gradient: bool,
}

impl CustomOp2 for Mean {
    fn name(&self) -> &'static str {
        "loss"
    }

    fn cpu_fwd(
        &self,
        _: &CpuStorage,
        _: &Layout,
        _: &CpuStorage,
        _: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        not_here(self.name())
    }

    fn cuda_fwd(
        &self,
        prediction: &CudaStorage,
        prediction_layout: &Layout,
        target: &CudaStorage,
        target_layout: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        let device = &prediction.device;
        let sides = [
            floats(prediction, prediction_layout)?,
            floats(target, target_layout)?,
        ];
        let count = prediction_layout.shape().elem_count();
        let mean = value(device, self.loss, sides, count)?;
        Ok((stored(mean, device), ().into()))
    }

    fn bwd(
        &self,
        prediction: &Tensor,
        target: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let grad = grad.contiguous()?;
        let (p, t, of_mean) = (locked(prediction)?, locked(target)?, locked(&grad)?);
        let numbers = [p.numbers()?, t.numbers()?, of_mean.numbers()?];
        let of_side = |side| -> Result<Tensor> {
            let count = prediction.elem_count();
            let slopes = gradient(&p.device, self.loss, numbers, count, side)?;
            Ok(tensor(slopes, &p.device, prediction.shape()))
        };
        let of_target = if self.target_gradient {
            Some(of_side(Side::Target)?)
        } else {
            None
        };
        Ok((Some(of_side(Side::Prediction)?), of_target))
    }
}
