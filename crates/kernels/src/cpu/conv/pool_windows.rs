//! ReLU and max-pool of 2×2 windows, eight channels at once.
//!
//! Written with masks in place of conditions: choices cannot be foretold, and so the compiler
//! makes vectors of it.

use crate::cpu::conv::pool_rows::NONE;
use crate::cpu::simd::{LANES, Lanes};

/// Which of the four numbers of a window was taken, in each lane; [`NONE`] where none was.
pub(crate) type Choices = [u8; LANES];

/// All bits where `condition` holds, else none.
#[inline(always)]
fn mask(condition: bool) -> u32 {
    u32::from(condition).wrapping_neg()
}

/// The largest of a window's four numbers, not below 0, and which it is; NaN counts as largest.
#[inline(always)]
pub(crate) fn pick(window: [Lanes; 4]) -> (Lanes, Choices) {
    let (mut best, mut at) = (window[0].0, [0u32; LANES]);
    for index in 1..4 {
        for lane in 0..LANES {
            let value = window[index].0[lane];
            // Not the same as `value > best` where one is NaN.
            let better = (value > best[lane]) | value.is_nan();
            best[lane] = if better { value } else { best[lane] };
            let mask = mask(better);
            at[lane] = at[lane] & !mask | index as u32 & mask;
        }
    }
    for lane in 0..LANES {
        // Written so that NaN stays: a diverged network must show it.
        let off = mask(best[lane] <= 0.0);
        best[lane] = f32::from_bits(best[lane].to_bits() & !off);
        at[lane] = at[lane] & !off | u32::from(NONE) & off;
    }
    // Told nothing about how they came about, the compiler packs the choices as a vector.
    (Lanes(best), std::hint::black_box(at).map(|at| at as u8))
}

/// The gradients of a window's four numbers.
#[inline(always)]
pub(crate) fn place(gradient: Lanes, choices: Choices) -> [Lanes; 4] {
    let mut window = [Lanes::ZERO; 4];
    for index in 0..4 {
        for lane in 0..LANES {
            let taken = mask(u32::from(choices[lane]) == index as u32);
            window[index].0[lane] = f32::from_bits(gradient.0[lane].to_bits() & taken);
        }
    }
    window
}

/// The first choices of `choices`.
#[inline(always)]
pub(crate) fn take(choices: &[u8]) -> Choices {
    let mut taken = [NONE; LANES];
    taken.copy_from_slice(&choices[..LANES]);
    taken
}
