//! What an update rule is.

use std::fmt::Debug;

use faceoff_spec::{Optimizer, on_optimizer};

/// An update rule, with PyTorch's names, meanings and order of operations.
pub(crate) trait Rule {
    /// What is kept for each parameter between steps, by name.
    fn moments(&self) -> &'static [&'static str];

    /// Step number `step`, counted from 1.
    fn step(&self, step: u64, learning_rate: f64) -> Box<dyn Step>;
}

impl Rule for Optimizer {
    fn moments(&self) -> &'static [&'static str] {
        on_optimizer!(self, rule => rule.moments())
    }

    fn step(&self, step: u64, learning_rate: f64) -> Box<dyn Step> {
        on_optimizer!(self, rule => rule.step(step, learning_rate))
    }
}

/// One step, its numbers in the float32 that parameters are kept in.
#[cfg_attr(
    not(any(test, feature = "cuda")),
    expect(dead_code, reason = "what a GPU is told")
)]
pub(crate) trait Step: Debug + Send + Sync {
    /// Moves the parameters `p` along their gradients `g`; `moments` are those that the rule named.
    /// All slices have one length.
    fn apply(&self, p: &mut [f32], g: &[f32], moments: &mut [&mut [f32]]);

    /// What its kernels on a GPU are called: `update_` and this, and the same with `_product`
    /// behind.
    fn kernel(&self) -> &'static str;

    /// The numbers as these kernels take them, in words of four bytes.
    fn words(&self) -> Vec<u32>;
}

/// Numbers as a GPU takes them.
pub(super) fn words(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

/// A moment as it is kept: 0 where it is too small for a normal float32.
///
/// What belongs to a unit that is dead has no gradient, and its moments shrink until they are
/// subnormal, where rounding keeps them for ever. Processors take many times as long for such
/// numbers, and beside an epsilon of 1e-12 or more they are too small to move a parameter.
#[inline(always)]
pub(super) fn kept(moment: f32) -> f32 {
    match moment.abs() < f32::MIN_POSITIVE {
        true => 0.0,
        false => moment,
    }
}

/// After a first gradient, `steps` steps without one make every moment of `rule` 0; NaN stays.
#[cfg(test)]
pub(super) fn check_that_moments_end(rule: impl Into<Optimizer>, steps: u64) {
    let rule = rule.into();
    let (mut p, mut moments) = ([0.5; 3], vec![[0f32; 3]; rule.moments().len()]);
    for step in 1..=steps {
        let g = [if step == 1 { 0.1 } else { 0.0 }, 0.0, f32::NAN];
        let mut moments: Vec<_> = moments.iter_mut().map(|m| &mut m[..]).collect();
        rule.step(step, 1e-3).apply(&mut p, &g, &mut moments);
    }
    for moment in moments {
        assert_eq!(moment[..2], [0.0, 0.0], "{rule:?}");
        assert!(moment[2].is_nan(), "{rule:?}");
    }
    assert!(p[0] < 0.5 && p[1] == 0.5, "{rule:?}: {p:?}");
}
