//! Adam (Kingma & Ba 2015), also with decoupled weight decay.

use faceoff_spec::Adam;

use super::rule::{Rule, Step, kept, words};
use crate::cpu::simd::{Arithmetic, compiled_for_each_processor};

impl Rule for Adam {
    fn moments(&self) -> &'static [&'static str] {
        MOMENTS
    }

    fn step(&self, step: u64, learning_rate: f64) -> Box<dyn Step> {
        Box::new(AdamStep::new(self, step, learning_rate, 0.0))
    }
}

pub(super) const MOMENTS: &[&str] = &["first_moment", "second_moment"];

#[derive(Clone, Copy, Debug)]
pub(super) struct AdamStep {
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
}

impl AdamStep {
    /// A step of `adam` before which weights shrink by the share `shrink`.
    pub(super) fn new(adam: &Adam, step: u64, learning_rate: f64, shrink: f64) -> Self {
        let Adam {
            beta1,
            beta2,
            epsilon,
            weight_decay,
        } = *adam;
        // Beyond 2³¹ steps the corrections have long been 1.
        let step = i32::try_from(step).unwrap_or(i32::MAX);
        Self {
            rate: (learning_rate / (1.0 - beta1.powi(step))) as f32,
            take1: (1.0 - beta1) as f32,
            keep2: beta2 as f32,
            take2: (1.0 - beta2) as f32,
            root: (1.0 - beta2.powi(step)).sqrt() as f32,
            epsilon: epsilon as f32,
            decay: weight_decay as f32,
            keep_weight: (1.0 - shrink) as f32,
        }
    }
}

impl Step for AdamStep {
    fn apply(&self, p: &mut [f32], g: &[f32], moments: &mut [&mut [f32]]) {
        let [first, second] = moments else {
            unreachable!("expected two moments, found {}", moments.len())
        };
        apply(*self, p, g, first, second);
    }

    fn kernel(&self) -> &'static str {
        "adam"
    }

    fn words(&self) -> Vec<u32> {
        words(&[
            self.rate,
            self.take1,
            self.keep2,
            self.take2,
            self.root,
            self.epsilon,
            self.decay,
            self.keep_weight,
        ])
    }
}

compiled_for_each_processor! {
    fn apply(step: AdamStep, p: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32]) = body
}

#[inline(always)]
fn body<A: Arithmetic>(
    step: AdamStep,
    p: &mut [f32],
    g: &[f32],
    first: &mut [f32],
    second: &mut [f32],
) {
    let AdamStep {
        rate,
        take1,
        keep2,
        take2,
        root,
        epsilon,
        decay,
        keep_weight,
    } = step;
    for (((p, g), m), v) in p.iter_mut().zip(g).zip(first).zip(second) {
        let g = g + decay * *p;
        *m = kept(*m + take1 * (g - *m));
        *v = kept(keep2 * *v + take2 * g * g);
        *p = keep_weight * *p - rate * *m / (v.sqrt() / root + epsilon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::rule::check_that_moments_end;

    #[test]
    fn the_moments_of_a_dead_unit_end_at_0() {
        check_that_moments_end(Adam::default(), 100_000);
    }
}
