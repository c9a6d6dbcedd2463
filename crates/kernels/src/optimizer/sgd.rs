//! Stochastic gradient descent, with and without momentum.

use faceoff_spec::Sgd;

use super::rule::{Rule, Step, kept, words};
use crate::cpu::simd::{Arithmetic, compiled_for_each_processor};

impl Rule for Sgd {
    fn moments(&self) -> &'static [&'static str] {
        match self.momentum == 0.0 {
            true => &[],
            false => &["momentum"],
        }
    }

    fn step(&self, step: u64, learning_rate: f64) -> Box<dyn Step> {
        let (rate, decay) = (learning_rate as f32, self.weight_decay as f32);
        match self.momentum == 0.0 {
            true => Box::new(Plain { rate, decay }),
            false => Box::new(WithMomentum {
                rate,
                momentum: self.momentum as f32,
                decay,
                nesterov: self.nesterov,
                first: step == 1,
            }),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Plain {
    rate: f32,
    decay: f32,
}

impl Step for Plain {
    fn apply(&self, p: &mut [f32], g: &[f32], _: &mut [&mut [f32]]) {
        plain(*self, p, g);
    }

    fn kernel(&self) -> &'static str {
        "sgd"
    }

    fn words(&self) -> Vec<u32> {
        words(&[self.rate, self.decay])
    }
}

compiled_for_each_processor! {
    fn plain(step: Plain, p: &mut [f32], g: &[f32]) = plain_body
}

#[inline(always)]
fn plain_body<A: Arithmetic>(step: Plain, p: &mut [f32], g: &[f32]) {
    let Plain { rate, decay } = step;
    for (p, g) in p.iter_mut().zip(g) {
        *p -= rate * (g + decay * *p);
    }
}

#[derive(Clone, Copy, Debug)]
struct WithMomentum {
    rate: f32,
    momentum: f32,
    decay: f32,
    nesterov: bool,
    /// Whether it is the first step: the momentum is the gradient then.
    first: bool,
}

impl Step for WithMomentum {
    fn apply(&self, p: &mut [f32], g: &[f32], moments: &mut [&mut [f32]]) {
        let [momentum] = moments else {
            unreachable!("expected one moment, found {}", moments.len())
        };
        with_momentum(*self, p, g, momentum);
    }

    fn kernel(&self) -> &'static str {
        "sgd_momentum"
    }

    fn words(&self) -> Vec<u32> {
        let mut words = words(&[self.rate, self.momentum, self.decay]);
        words.extend([u32::from(self.nesterov), u32::from(self.first)]);
        words
    }
}

compiled_for_each_processor! {
    fn with_momentum(step: WithMomentum, p: &mut [f32], g: &[f32], m: &mut [f32])
        = with_momentum_body
}

#[inline(always)]
fn with_momentum_body<A: Arithmetic>(step: WithMomentum, p: &mut [f32], g: &[f32], m: &mut [f32]) {
    let WithMomentum {
        rate,
        momentum,
        decay,
        nesterov,
        first,
    } = step;
    for ((p, g), m) in p.iter_mut().zip(g).zip(m) {
        let g = g + decay * *p;
        *m = kept(if first { g } else { momentum * *m + g });
        *p -= rate * if nesterov { g + momentum * *m } else { *m };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::rule::check_that_moments_end;

    #[test]
    fn the_momentum_of_a_dead_unit_ends_at_0() {
        let rule = Sgd {
            momentum: 0.9,
            ..Sgd::default()
        };
        check_that_moments_end(rule, 2_000);
    }
}
