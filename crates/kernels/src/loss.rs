//! Losses between predictions and targets, averaged over all numbers.

use candle_core::{CpuStorage, CustomOp2, Layout, Result, Shape, Tensor, bail};

use crate::backward::wants_gradient;
use crate::composed;
use crate::graph::apply2;
use crate::storage::{fast, floats, tensor_floats};

/// What is minimised; d is prediction − target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// d².
    Mse,
    /// |d|; its gradient at 0 is 0.
    L1,
    /// 0.5·d² / beta for |d| < beta, |d| − 0.5·beta beyond.
    SmoothL1 {
        /// Where the pieces meet; positive.
        beta: f64,
    },
    /// 0.5·d² for |d| < delta, delta·(|d| − 0.5·delta) beyond.
    Huber {
        /// Where the pieces meet; positive.
        delta: f64,
    },
    /// w·ln(1 + |d| / epsilon) for |d| < w, beyond |d| plus what joins the pieces
    /// (Feng et al. 2018); its gradient at 0 is 0.
    Wing {
        /// Where the pieces meet; positive.
        w: f64,
        /// Curvature of the inner piece; positive.
        epsilon: f64,
    },
}

impl Loss {
    /// The mean loss of `prediction` against `target`, two tensors of one shape, as a scalar that
    /// can be differentiated with respect to both.
    ///
    /// # Errors
    /// Shapes that differ or hold no number, parameters that are not positive.
    pub fn forward(&self, prediction: &Tensor, target: &Tensor) -> Result<Tensor> {
        if prediction.shape() != target.shape() {
            bail!(
                "predictions are {:?}, their targets {:?}, expected one shape",
                prediction.shape(),
                target.shape()
            )
        }
        if prediction.elem_count() == 0 {
            bail!(
                "a mean loss needs at least one number, found {:?}",
                prediction.shape()
            )
        }
        if !self.parameters().into_iter().all(|p| p > 0.0) {
            bail!("expected positive parameters, found {self:?}")
        }
        #[cfg(feature = "cuda")]
        if crate::cuda::ready(&[prediction, target]) {
            return crate::cuda::loss(*self, prediction, target);
        }
        if !fast(&[prediction, target]) {
            return composed::loss(self, prediction, target);
        }
        let op = Fused {
            loss: *self,
            target_gradient: wants_gradient(target),
        };
        apply2(&prediction.contiguous()?, &target.contiguous()?, op)
    }

    fn parameters(&self) -> Vec<f64> {
        match *self {
            Self::Mse | Self::L1 => vec![],
            Self::SmoothL1 { beta } => vec![beta],
            Self::Huber { delta } => vec![delta],
            Self::Wing { w, epsilon } => vec![w, epsilon],
        }
    }

    fn value(&self, difference: f64) -> f64 {
        let d = difference.abs();
        match *self {
            Self::Mse => d * d,
            Self::L1 => d,
            Self::SmoothL1 { beta } if d < beta => 0.5 * d * d / beta,
            Self::SmoothL1 { beta } => d - 0.5 * beta,
            Self::Huber { delta } if d < delta => 0.5 * d * d,
            Self::Huber { delta } => delta * (d - 0.5 * delta),
            Self::Wing { w, epsilon } if d < w => w * (d / epsilon).ln_1p(),
            Self::Wing { w, epsilon } => d - (w - w * (w / epsilon).ln_1p()),
        }
    }

    fn slope(&self, difference: f64) -> f64 {
        let (d, size) = (difference, difference.abs());
        // `signum` is ±1 at ±0, and NaN at NaN.
        let sign = if d == 0.0 { 0.0 } else { d.signum() };
        match *self {
            Self::Mse => 2.0 * d,
            Self::L1 => sign,
            Self::SmoothL1 { beta } if size < beta => d / beta,
            Self::SmoothL1 { .. } => sign,
            Self::Huber { delta } if size < delta => d,
            Self::Huber { delta } => delta * sign,
            Self::Wing { w, epsilon } if size < w => sign * w / (epsilon + size),
            Self::Wing { .. } => sign,
        }
    }
}

struct Fused {
    loss: Loss,
    target_gradient: bool,
}

impl CustomOp2 for Fused {
    fn name(&self) -> &'static str {
        "loss"
    }

    fn cpu_fwd(
        &self,
        prediction: &CpuStorage,
        prediction_layout: &Layout,
        target: &CpuStorage,
        target_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let prediction = floats(prediction, prediction_layout)?;
        let target = floats(target, target_layout)?;
        // A batch's targets are a few thousand numbers: one thread, one order, float64.
        let sum: f64 = prediction
            .iter()
            .zip(target)
            .map(|(p, t)| self.loss.value(f64::from(*p) - f64::from(*t)))
            .sum();
        Ok((
            CpuStorage::F32(vec![(sum / prediction.len() as f64) as f32]),
            ().into(),
        ))
    }

    fn bwd(
        &self,
        prediction: &Tensor,
        target: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let scale = f64::from(grad.to_scalar::<f32>()?) / prediction.elem_count() as f64;
        let slopes: Vec<f32> = tensor_floats(prediction)?
            .iter()
            .zip(tensor_floats(target)?.iter())
            .map(|(p, t)| (scale * self.loss.slope(f64::from(*p) - f64::from(*t))) as f32)
            .collect();
        let slopes = Tensor::from_vec(slopes, prediction.shape(), prediction.device())?;
        let of_target = if self.target_gradient {
            Some(slopes.neg()?)
        } else {
            None
        };
        Ok((Some(slopes), of_target))
    }
}
