//! RMSprop, not centred, without momentum.

use faceoff_spec::Rmsprop;

use super::rule::{Rule, Step, kept, words};
use crate::cpu::simd::{Arithmetic, compiled_for_each_processor};

impl Rule for Rmsprop {
    fn moments(&self) -> &'static [&'static str] {
        &["square_average"]
    }

    fn step(&self, _: u64, learning_rate: f64) -> Box<dyn Step> {
        Box::new(RmspropStep {
            rate: learning_rate as f32,
            keep: self.alpha as f32,
            take: (1.0 - self.alpha) as f32,
            epsilon: self.epsilon as f32,
            decay: self.weight_decay as f32,
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct RmspropStep {
    rate: f32,
    keep: f32,
    take: f32,
    epsilon: f32,
    decay: f32,
}

impl Step for RmspropStep {
    fn apply(&self, p: &mut [f32], g: &[f32], moments: &mut [&mut [f32]]) {
        let [square] = moments else {
            unreachable!("expected one moment, found {}", moments.len())
        };
        apply(*self, p, g, square);
    }

    fn kernel(&self) -> &'static str {
        "rmsprop"
    }

    fn words(&self) -> Vec<u32> {
        words(&[self.rate, self.keep, self.take, self.epsilon, self.decay])
    }
}

compiled_for_each_processor! {
    fn apply(step: RmspropStep, p: &mut [f32], g: &[f32], square: &mut [f32]) = body
}

#[inline(always)]
fn body<A: Arithmetic>(step: RmspropStep, p: &mut [f32], g: &[f32], square: &mut [f32]) {
    let RmspropStep {
        rate,
        keep,
        take,
        epsilon,
        decay,
    } = step;
    for ((p, g), s) in p.iter_mut().zip(g).zip(square) {
        let g = g + decay * *p;
        *s = kept(keep * *s + take * g * g);
        *p -= rate * g / (s.sqrt() + epsilon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::rule::check_that_moments_end;

    #[test]
    fn the_moment_of_a_dead_unit_ends_at_0() {
        check_that_moments_end(Rmsprop::default(), 20_000);
    }
}
