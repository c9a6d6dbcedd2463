//! Adam with Nesterov's momentum (Dozat 2016).

use faceoff_spec::Nadam;

use super::rule::{Rule, Step, kept, words};
use crate::cpu::simd::{Arithmetic, compiled_for_each_processor};

impl Rule for Nadam {
    fn moments(&self) -> &'static [&'static str] {
        &["first_moment", "second_moment"]
    }

    fn step(&self, step: u64, learning_rate: f64) -> Box<dyn Step> {
        let next = momentum(self, step + 1);
        let product = product_of_momenta(self, step);
        Box::new(NadamStep {
            of_gradient: (learning_rate * (1.0 - momentum(self, step)) / (1.0 - product)) as f32,
            of_moment: (learning_rate * next / (1.0 - product * next)) as f32,
            take1: (1.0 - self.beta1) as f32,
            keep2: self.beta2 as f32,
            take2: (1.0 - self.beta2) as f32,
            // Beyond 2³¹ steps the correction has long been 1.
            correction: (1.0 - self.beta2.powi(i32::try_from(step).unwrap_or(i32::MAX))) as f32,
            epsilon: self.epsilon as f32,
            decay: self.weight_decay as f32,
        })
    }
}

/// The momentum at a step.
fn momentum(rule: &Nadam, step: u64) -> f64 {
    // 0.96 is the paper's, and PyTorch's.
    let missing = 0.5 * 0.96f64.powf(step as f64 * rule.momentum_decay);
    rule.beta1 * (1.0 - missing)
}

/// The product of the momenta of all steps up to this one.
fn product_of_momenta(rule: &Nadam, step: u64) -> f64 {
    let mut product = 1.0;
    for step in 1..=step {
        product *= momentum(rule, step);
        // From here on 1 less the product is 1.
        if product < f64::EPSILON / 2.0 {
            break;
        }
    }
    product
}

#[derive(Clone, Copy, Debug)]
struct NadamStep {
    /// Learning rates of the gradient and of the first moment, with their corrections.
    of_gradient: f32,
    of_moment: f32,
    take1: f32,
    keep2: f32,
    take2: f32,
    /// The second moment's.
    correction: f32,
    epsilon: f32,
    decay: f32,
}

impl Step for NadamStep {
    fn apply(&self, p: &mut [f32], g: &[f32], moments: &mut [&mut [f32]]) {
        let [first, second] = moments else {
            unreachable!("expected two moments, found {}", moments.len())
        };
        apply(*self, p, g, first, second);
    }

    fn kernel(&self) -> &'static str {
        "nadam"
    }

    fn words(&self) -> Vec<u32> {
        words(&[
            self.of_gradient,
            self.of_moment,
            self.take1,
            self.keep2,
            self.take2,
            self.correction,
            self.epsilon,
            self.decay,
        ])
    }
}

compiled_for_each_processor! {
    fn apply(step: NadamStep, p: &mut [f32], g: &[f32], first: &mut [f32], second: &mut [f32])
        = body
}

#[inline(always)]
fn body<A: Arithmetic>(
    step: NadamStep,
    p: &mut [f32],
    g: &[f32],
    first: &mut [f32],
    second: &mut [f32],
) {
    let NadamStep {
        of_gradient,
        of_moment,
        take1,
        keep2,
        take2,
        correction,
        epsilon,
        decay,
    } = step;
    for (((p, g), m), v) in p.iter_mut().zip(g).zip(first).zip(second) {
        let g = g + decay * *p;
        *m = kept(*m + take1 * (g - *m));
        *v = kept(keep2 * *v + take2 * g * g);
        let root = (*v / correction).sqrt() + epsilon;
        *p -= of_gradient * g / root;
        *p -= of_moment * *m / root;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::rule::check_that_moments_end;

    #[test]
    fn the_moments_of_a_dead_unit_end_at_0() {
        check_that_moments_end(Nadam::default(), 100_000);
    }

    #[test]
    fn the_momentum_rises_from_half_of_beta1_to_all_of_it() {
        let rule = Nadam::default();
        assert!((momentum(&rule, 0) - 0.45).abs() < 1e-12);
        assert!((momentum(&rule, 1_000_000) - 0.9).abs() < 1e-12);
        let by_hand = momentum(&rule, 1) * momentum(&rule, 2);
        assert_eq!(product_of_momenta(&rule, 2), by_hand);
    }
}
