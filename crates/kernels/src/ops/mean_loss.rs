//! Losses between predictions and ground truth, averaged over all numbers.
//!
//! A loss is what [`faceoff_spec`] says it makes of one number, in float64.

use candle_core::{CpuStorage, CustomOp2, DType, Device, Layout, Result, Shape, Tensor, bail};
use faceoff_spec::{Loss, Penalty, on_loss};

use crate::autograd::{apply2, wants_gradient};
use crate::cpu::storage::{fast, floats, tensor_floats};

/// The mean loss of `prediction` against `truth`, two tensors of one shape, as a scalar that can be
/// differentiated with respect to both.
///
/// # Errors
/// Shapes that differ or hold no number, a loss one of whose numbers is not above 0.
pub fn mean_loss(loss: impl Into<Loss>, prediction: &Tensor, truth: &Tensor) -> Result<Tensor> {
    let loss = loss.into();
    if prediction.shape() != truth.shape() {
        bail!(
            "predictions are {:?}, their ground truth {:?}, expected one shape",
            prediction.shape(),
            truth.shape()
        )
    }
    if prediction.elem_count() == 0 {
        bail!(
            "a mean loss needs at least one number, found {:?}",
            prediction.shape()
        )
    }
    if !loss.numbers().into_iter().all(|number| number > 0.0) {
        bail!("expected a loss with numbers above 0, found {loss:?}")
    }
    #[cfg(feature = "cuda")]
    if crate::gpu::cuda::ready(&[prediction, truth]) {
        return crate::gpu::cuda::mean_loss(loss, prediction, truth);
    }
    if !fast(&[prediction, truth]) {
        return composed(loss, prediction, truth);
    }
    let op = Mean {
        loss,
        truth_gradient: wants_gradient(truth),
    };
    apply2(&prediction.contiguous()?, &truth.contiguous()?, op)
}

/// For other types and devices: the differences come to main memory, the loss and its slopes go
/// back.
fn composed(loss: Loss, prediction: &Tensor, truth: &Tensor) -> Result<Tensor> {
    let difference = prediction.sub(truth)?;
    let differences: Vec<f64> = difference
        .detach()
        .flatten_all()?
        .to_device(&Device::Cpu)?
        .to_dtype(DType::F64)?
        .to_vec1()?;
    let count = differences.len() as f64;
    let slopes: Vec<f64> = differences.iter().map(|d| loss.slope(*d) / count).collect();
    let mean = differences.iter().map(|d| loss.value(*d)).sum::<f64>() / count;
    let back = |numbers: Vec<f64>, shape: &Shape| {
        Tensor::from_vec(numbers, shape, &Device::Cpu)?
            .to_dtype(difference.dtype())?
            .to_device(difference.device())
    };
    // The sum has the gradient of the mean; what it is itself is taken away again.
    let sum = difference
        .mul(&back(slopes, difference.shape())?)?
        .sum_all()?;
    back(vec![mean], &().into())?.add(&sum.sub(&sum.detach())?)
}

struct Mean {
    loss: Loss,
    truth_gradient: bool,
}

impl CustomOp2 for Mean {
    fn name(&self) -> &'static str {
        "loss"
    }

    fn cpu_fwd(
        &self,
        prediction: &CpuStorage,
        prediction_layout: &Layout,
        truth: &CpuStorage,
        truth_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let prediction = floats(prediction, prediction_layout)?;
        let truth = floats(truth, truth_layout)?;
        let sum = on_loss!(&self.loss, loss => sum(loss, prediction, truth));
        Ok((
            CpuStorage::F32(vec![(sum / prediction.len() as f64) as f32]),
            ().into(),
        ))
    }

    fn bwd(
        &self,
        prediction: &Tensor,
        truth: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let scale = f64::from(grad.to_scalar::<f32>()?) / prediction.elem_count() as f64;
        let numbers = (tensor_floats(prediction)?, tensor_floats(truth)?);
        let slopes = on_loss!(&self.loss, loss => slopes(loss, &numbers.0, &numbers.1, scale));
        let slopes = Tensor::from_vec(slopes, prediction.shape(), prediction.device())?;
        let of_truth = if self.truth_gradient {
            Some(slopes.neg()?)
        } else {
            None
        };
        Ok((Some(slopes), of_truth))
    }
}

/// The sum of the losses. A batch has a few thousand numbers: one thread, one order, float64.
fn sum(loss: &impl Penalty, prediction: &[f32], truth: &[f32]) -> f64 {
    prediction
        .iter()
        .zip(truth)
        .map(|(p, t)| loss.value(f64::from(*p) - f64::from(*t)))
        .sum()
}

/// The slopes of the losses, times `scale`.
fn slopes(loss: &impl Penalty, prediction: &[f32], truth: &[f32], scale: f64) -> Vec<f32> {
    prediction
        .iter()
        .zip(truth)
        .map(|(p, t)| (scale * loss.slope(f64::from(*p) - f64::from(*t))) as f32)
        .collect()
}
