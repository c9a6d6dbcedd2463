//! Dot products of the rows of two matrices: a linear layer at small batch.
//!
//! Each of the many weights is read once, from main memory, so they are taken as they lie: some
//! inputs of all rows of the batch, which stay in a core's cache, meet a few outputs'
//! weights after the other.
#![allow(unsafe_code)]

use crate::cpu::memory::with_scratch;
use crate::cpu::simd::{Arithmetic, Level, Plain, level, prefetch};

/// Sums of a dot product that are kept apart until its end: one vector, or two.
const WIDTH: usize = 16;
/// Outputs whose weights are read at once.
const OUTPUTS: usize = 2;
/// Inputs that stay in cache, at ten rows of a batch 40 KB.
const INPUTS: usize = 1024;

/// `target (outputs × rows) = w (outputs × inputs) · x (rows × inputs)ᵀ`, all row by row.
///
/// Panics when a matrix has another length.
pub(crate) fn dots([outputs, inputs, rows]: [usize; 3], w: &[f32], x: &[f32], target: &mut [f32]) {
    assert_eq!(w.len(), outputs * inputs);
    assert_eq!(x.len(), rows * inputs);
    assert_eq!(target.len(), outputs * rows);
    let level = level();
    let most = match level {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => 12,
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => 3,
        Level::Plain => 1,
    };
    let whole = inputs / WIDTH * WIDTH;
    // The weights after those of `output`: they are fetched while these are multiplied.
    let next = |output: usize, start: usize| {
        let place = if output + OUTPUTS < outputs {
            (output + OUTPUTS) * inputs + start
        } else {
            start + INPUTS
        };
        w.as_ptr().wrapping_add(place)
    };
    with_scratch([outputs * rows * WIDTH], |[sums]| {
        sums.fill(0.0);
        for start in (0..whole).step_by(INPUTS) {
            for output in (0..outputs).step_by(OUTPUTS) {
                for row in (0..rows).step_by(most) {
                    // SAFETY: inside their slices, as `output`, `row` and `start` are below their
                    // counts.
                    let tile = unsafe {
                        Tile {
                            w: w.as_ptr().add(output * inputs + start),
                            next: next(output, start),
                            x: x.as_ptr().add(row * inputs + start),
                            sums: sums.as_mut_ptr().add((output * rows + row) * WIDTH),
                            inputs,
                            rows,
                            steps: INPUTS.min(whole - start) / WIDTH,
                        }
                    };
                    // SAFETY: so many outputs and rows are left; so many whole vectors of inputs
                    // lie behind `start`. `level` says that the processor has the instructions.
                    unsafe {
                        tile.compute(level, OUTPUTS.min(outputs - output), most.min(rows - row));
                    }
                }
            }
        }
        let sums = sums.as_chunks::<WIDTH>().0;
        for (index, (target, sums)) in target.iter_mut().zip(sums).enumerate() {
            let (w, x) = (&w[index / rows * inputs..], &x[index % rows * inputs..]);
            let rest = w[whole..inputs].iter().zip(&x[whole..inputs]);
            *target = rest.fold(total(*sums), |sum, (w, x)| sum + w * x);
        }
    });
}

/// The sum of all, by halves.
fn total(mut sums: [f32; WIDTH]) -> f32 {
    let mut half = WIDTH / 2;
    while half > 0 {
        for i in 0..half {
            sums[i] += sums[i + half];
        }
        half /= 2;
    }
    sums[0]
}

/// One or two outputs, some rows and some inputs. Strides as for the whole.
#[derive(Clone, Copy)]
struct Tile {
    w: *const f32,
    next: *const f32,
    x: *const f32,
    sums: *mut f32,
    inputs: usize,
    rows: usize,
    steps: usize,
}

/// Calls the version of `$method` for as many rows as `$rows` says.
macro_rules! for_rows {
    ($tile:ident.$method:ident, $outputs:ident, $rows:ident in [$($count:literal)*]) => {
        match ($outputs, $rows) {
            $((1, $count) => $tile.$method::<1, $count>(), (2, $count) => $tile.$method::<2, $count>(),)*
            _ => unreachable!("no tile has {} outputs and {} rows", $outputs, $rows),
        }
    };
}

impl Tile {
    /// # Safety
    /// The elements of an `outputs` × `steps · WIDTH`, a `rows` × `steps · WIDTH` and an
    /// `outputs` × `rows` × `WIDTH` matrix at the three pointers must be valid, nothing else may
    /// refer to the sums, and the processor must have the instructions of `level`.
    unsafe fn compute(self, level: Level, outputs: usize, rows: usize) {
        // SAFETY: by this function's contract.
        unsafe {
            match level {
                #[cfg(target_arch = "x86_64")]
                Level::Avx512 => {
                    for_rows!(self.avx512, outputs, rows in [1 2 3 4 5 6 7 8 9 10 11 12])
                }
                #[cfg(target_arch = "x86_64")]
                Level::Avx2 => for_rows!(self.avx2, outputs, rows in [1 2 3]),
                Level::Plain => for_rows!(self.plain, outputs, rows in [1]),
            }
        }
    }

    // Functions of their own, not inlined: so the compiler keeps all sums in registers.

    #[cfg(target_arch = "x86_64")]
    #[inline(never)]
    #[target_feature(enable = "avx512f")]
    unsafe fn avx512<const OUTS: usize, const ROWS: usize>(self) {
        // SAFETY: by the contract of `compute`.
        unsafe { self.body::<crate::cpu::simd::Fused, OUTS, ROWS>() }
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(never)]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn avx2<const OUTS: usize, const ROWS: usize>(self) {
        // SAFETY: by the contract of `compute`.
        unsafe { self.body::<crate::cpu::simd::Fused, OUTS, ROWS>() }
    }

    #[inline(never)]
    unsafe fn plain<const OUTS: usize, const ROWS: usize>(self) {
        // SAFETY: by the contract of `compute`.
        unsafe { self.body::<Plain, OUTS, ROWS>() }
    }

    #[inline(always)]
    unsafe fn body<A: Arithmetic, const OUTS: usize, const ROWS: usize>(self) {
        let mut sums = [[[0f32; WIDTH]; ROWS]; OUTS];
        // SAFETY: by the contract of `compute`; arrays of float32 need its alignment alone.
        unsafe {
            let place = |output: usize, row: usize| {
                let index = (output * self.rows + row) * WIDTH;
                self.sums.add(index).cast::<[f32; WIDTH]>()
            };
            for output in 0..OUTS {
                for row in 0..ROWS {
                    sums[output][row] = place(output, row).read();
                }
            }
            for step in 0..self.steps {
                let mut w = [[0f32; WIDTH]; OUTS];
                for output in 0..OUTS {
                    let at = self.w.add(output * self.inputs + step * WIDTH);
                    w[output] = at.cast::<[f32; WIDTH]>().read();
                    prefetch(self.next.wrapping_add(output * self.inputs + step * WIDTH));
                }
                for row in 0..ROWS {
                    let at = self.x.add(row * self.inputs + step * WIDTH);
                    let x = at.cast::<[f32; WIDTH]>().read();
                    for output in 0..OUTS {
                        for lane in 0..WIDTH {
                            let sum = &mut sums[output][row][lane];
                            *sum = A::multiply_add(w[output][lane], x[lane], *sum);
                        }
                    }
                }
            }
            for output in 0..OUTS {
                for row in 0..ROWS {
                    place(output, row).write(sums[output][row]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_equal_three_loops() {
        // Small whole numbers: float32 sums are exact in any order.
        let numbers = |count: usize, seed: usize| -> Vec<f32> {
            (0..count)
                .map(|i| ((i * 37 + seed) % 19) as f32 - 9.0)
                .collect()
        };
        for [outputs, inputs, rows] in [
            [1, 1, 1],
            [2, 15, 3],
            [3, 16, 12],
            [5, 37, 13],
            [4, 2 * INPUTS + 21, 7],
            [7, INPUTS, 25],
            [3, 0, 2],
            [0, 5, 2],
            [2, 5, 0],
        ] {
            let (w, x) = (numbers(outputs * inputs, 1), numbers(rows * inputs, 2));
            let mut found = vec![f32::NAN; outputs * rows];
            dots([outputs, inputs, rows], &w, &x, &mut found);
            for (index, found) in found.into_iter().enumerate() {
                let (output, row) = (index / rows, index % rows);
                let expected: f32 = (0..inputs)
                    .map(|input| w[output * inputs + input] * x[row * inputs + input])
                    .sum();
                assert_eq!(found, expected, "{outputs}, {inputs}, {rows}");
            }
        }
    }
}
