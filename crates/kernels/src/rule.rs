//! Update rules, with PyTorch's names, meanings and order of operations.

use crate::simd::{Arithmetic, compiled_for_each_processor};

/// How a parameter moves along its gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Stochastic gradient descent.
    Sgd {
        /// In [0, 1); 0 for none.
        momentum: f64,
        /// Nesterov's momentum.
        nesterov: bool,
        /// L2 penalty added to the gradient.
        weight_decay: f64,
    },
    /// Adam (Kingma & Ba 2015).
    Adam {
        /// Decay of the first moment.
        beta1: f64,
        /// Decay of the second moment.
        beta2: f64,
        /// Added to the root of the second moment.
        epsilon: f64,
        /// L2 penalty added to the gradient.
        weight_decay: f64,
    },
    /// Adam with decoupled weight decay (Loshchilov & Hutter 2019).
    AdamW {
        /// Decay of the first moment.
        beta1: f64,
        /// Decay of the second moment.
        beta2: f64,
        /// Added to the root of the second moment.
        epsilon: f64,
        /// Weights shrink by learning rate · `weight_decay` a step.
        weight_decay: f64,
    },
    /// RMSprop, not centred, without momentum.
    RmsProp {
        /// Decay of the squared gradient's mean.
        alpha: f64,
        /// Added to its root.
        epsilon: f64,
        /// L2 penalty added to the gradient.
        weight_decay: f64,
    },
}

impl Rule {
    /// What is kept for each parameter between steps, by name.
    pub(crate) fn moments(&self) -> &'static [&'static str] {
        match self {
            Self::Sgd { momentum, .. } if *momentum == 0.0 => &[],
            Self::Sgd { .. } => &["momentum"],
            Self::Adam { .. } | Self::AdamW { .. } => &["first_moment", "second_moment"],
            Self::RmsProp { .. } => &["square_average"],
        }
    }

    /// The rule's numbers for step `step` (the first is 1).
    pub(crate) fn at(&self, step: u64, learning_rate: f64) -> Step {
        match *self {
            Self::Sgd {
                momentum,
                nesterov,
                weight_decay,
            } => Step::Sgd {
                rate: learning_rate as f32,
                momentum: momentum as f32,
                nesterov,
                decay: weight_decay as f32,
                first: step == 1,
            },
            Self::Adam {
                beta1,
                beta2,
                epsilon,
                weight_decay,
            } => adam(
                step,
                learning_rate,
                [beta1, beta2, epsilon],
                weight_decay,
                0.0,
            ),
            Self::AdamW {
                beta1,
                beta2,
                epsilon,
                weight_decay,
            } => adam(
                step,
                learning_rate,
                [beta1, beta2, epsilon],
                0.0,
                learning_rate * weight_decay,
            ),
            Self::RmsProp {
                alpha,
                epsilon,
                weight_decay,
            } => Step::RmsProp {
                rate: learning_rate as f32,
                keep: alpha as f32,
                take: (1.0 - alpha) as f32,
                epsilon: epsilon as f32,
                decay: weight_decay as f32,
            },
        }
    }
}

fn adam(step: u64, rate: f64, [beta1, beta2, epsilon]: [f64; 3], decay: f64, shrink: f64) -> Step {
    // Beyond 2³¹ steps the corrections have long been 1.
    let step = i32::try_from(step).unwrap_or(i32::MAX);
    Step::Adam {
        rate: (rate / (1.0 - beta1.powi(step))) as f32,
        take1: (1.0 - beta1) as f32,
        keep2: beta2 as f32,
        take2: (1.0 - beta2) as f32,
        root: (1.0 - beta2.powi(step)).sqrt() as f32,
        epsilon: epsilon as f32,
        decay: decay as f32,
        keep_weight: (1.0 - shrink) as f32,
    }
}

/// One step's numbers, in the float32 that parameters are kept in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Sgd {
        rate: f32,
        momentum: f32,
        nesterov: bool,
        decay: f32,
        first: bool,
    },
    Adam {
        /// Learning rate with the first moment's correction.
        rate: f32,
        take1: f32,
        keep2: f32,
        take2: f32,
        /// Root of the second moment's correction.
        root: f32,
        epsilon: f32,
        decay: f32,
        keep_weight: f32,
    },
    RmsProp {
        rate: f32,
        keep: f32,
        take: f32,
        epsilon: f32,
        decay: f32,
    },
}

compiled_for_each_processor! {
    /// Moves the parameters `p` along their gradients `g`; `moments` as named by
    /// [`Rule::moments`]. All slices have one length.
    pub(crate) fn apply(step: Step, p: &mut [f32], g: &[f32], moments: &mut [&mut [f32]]) = body
}

/// A moment as it is kept: 0 where it is too small for a normal float32.
///
/// What belongs to a unit that is dead has no gradient, and its moments shrink until they are
/// subnormal, where rounding keeps them for ever. Processors take many times as long for such
/// numbers, and beside an epsilon of 1e-12 or more they are too small to move a parameter.
#[inline(always)]
fn kept(moment: f32) -> f32 {
    match moment.abs() < f32::MIN_POSITIVE {
        true => 0.0,
        false => moment,
    }
}

// Roundings are PyTorch's: nothing is fused.
#[inline(always)]
fn body<A: Arithmetic>(step: Step, p: &mut [f32], g: &[f32], moments: &mut [&mut [f32]]) {
    match (step, moments) {
        (Step::Sgd { rate, decay, .. }, []) => {
            for (p, g) in p.iter_mut().zip(g) {
                *p -= rate * (g + decay * *p);
            }
        }
        (
            Step::Sgd {
                rate,
                momentum,
                nesterov,
                decay,
                first,
            },
            [buffer],
        ) => {
            for ((p, g), m) in p.iter_mut().zip(g).zip(buffer.iter_mut()) {
                let g = g + decay * *p;
                *m = kept(if first { g } else { momentum * *m + g });
                *p -= rate * if nesterov { g + momentum * *m } else { *m };
            }
        }
        (
            Step::Adam {
                rate,
                take1,
                keep2,
                take2,
                root,
                epsilon,
                decay,
                keep_weight,
            },
            [first, second],
        ) => {
            for (((p, g), m), v) in p
                .iter_mut()
                .zip(g)
                .zip(first.iter_mut())
                .zip(second.iter_mut())
            {
                let g = g + decay * *p;
                *m = kept(*m + take1 * (g - *m));
                *v = kept(keep2 * *v + take2 * g * g);
                *p = keep_weight * *p - rate * *m / (v.sqrt() / root + epsilon);
            }
        }
        (
            Step::RmsProp {
                rate,
                keep,
                take,
                epsilon,
                decay,
            },
            [square],
        ) => {
            for ((p, g), s) in p.iter_mut().zip(g).zip(square.iter_mut()) {
                let g = g + decay * *p;
                *s = kept(keep * *s + take * g * g);
                *p -= rate * g / (s.sqrt() + epsilon);
            }
        }
        (step, moments) => {
            unreachable!(
                "{step:?} comes with the moments of its rule, not {}",
                moments.len()
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_without_a_gradient_end_at_0() {
        let adam = Rule::Adam {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weight_decay: 0.0,
        };
        let momentum = Rule::Sgd {
            momentum: 0.9,
            nesterov: false,
            weight_decay: 0.0,
        };
        let rms_prop = Rule::RmsProp {
            alpha: 0.99,
            epsilon: 1e-8,
            weight_decay: 0.0,
        };
        for (rule, steps) in [(adam, 100_000), (momentum, 2_000), (rms_prop, 20_000)] {
            let kinds = rule.moments().len();
            let (mut p, mut moments) = ([0.5; 3], vec![[0f32; 3]; kinds]);
            for step in 1..=steps {
                let g = [if step == 1 { 0.1 } else { 0.0 }, 0.0, f32::NAN];
                let mut moments: Vec<_> = moments.iter_mut().map(|m| &mut m[..]).collect();
                apply(rule.at(step, 1e-3), &mut p, &g, &mut moments);
            }
            for moment in moments {
                assert_eq!(moment[..2], [0.0, 0.0], "{rule:?}");
                assert!(moment[2].is_nan(), "{rule:?}");
            }
            assert!(p[0] < 0.5 && p[1] == 0.5, "{rule:?}: {p:?}");
        }
    }
}
