//! From the experiment's words to the kernels' update rules and losses.

use faceoff_kernels as kernels;
use faceoff_spec::{Adam, Adamw, Huber, L1, Loss, Mse, Optimizer, Rmsprop, Sgd, SmoothL1, Wing};

pub(crate) fn rule(optimizer: &Optimizer) -> kernels::Rule {
    match *optimizer {
        Optimizer::Sgd(Sgd {
            momentum,
            nesterov,
            weight_decay,
        }) => kernels::Rule::Sgd {
            momentum,
            nesterov,
            weight_decay,
        },
        Optimizer::Adam(Adam {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        }) => kernels::Rule::Adam {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        },
        Optimizer::Adamw(Adamw {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        }) => kernels::Rule::AdamW {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        },
        Optimizer::Rmsprop(Rmsprop {
            alpha,
            epsilon,
            weight_decay,
        }) => kernels::Rule::RmsProp {
            alpha,
            epsilon,
            weight_decay,
        },
    }
}

pub(crate) fn loss(loss: &Loss) -> kernels::Loss {
    match *loss {
        Loss::Mse(Mse) => kernels::Loss::Mse,
        Loss::L1(L1) => kernels::Loss::L1,
        Loss::SmoothL1(SmoothL1 { beta }) => kernels::Loss::SmoothL1 { beta },
        Loss::Huber(Huber { delta }) => kernels::Loss::Huber { delta },
        Loss::Wing(Wing { w, epsilon }) => kernels::Loss::Wing { w, epsilon },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::{Device, Tensor};

    #[test]
    fn the_kernels_losses_are_the_recorded_losses() {
        let prediction: Vec<f32> = (0..40).map(|i| (i as f32 * 0.7).sin() * 12.0).collect();
        let truth: Vec<f32> = (0..40).map(|i| (i as f32 * 0.3).cos()).collect();
        let tensor = |v: &[f32]| Tensor::from_slice(v, (2, 20), &Device::Cpu).unwrap();
        for each in [
            Loss::Mse(Mse),
            Loss::L1(L1),
            Loss::SmoothL1(SmoothL1 { beta: 0.5 }),
            Loss::Huber(Huber { delta: 2.0 }),
            Loss::Wing(Wing {
                w: 10.0,
                epsilon: 2.0,
            }),
        ] {
            let trained = loss(&each)
                .forward(&tensor(&prediction), &tensor(&truth))
                .unwrap();
            let trained = f64::from(trained.to_scalar::<f32>().unwrap());
            let recorded = each.mean(&prediction, &truth);
            assert!(
                (trained / recorded - 1.0).abs() < 1e-5,
                "{each:?}: {trained}, {recorded}"
            );
        }
    }
}
