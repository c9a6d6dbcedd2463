//! Products of matrices that lie ready for the registers.
//!
//! Where the operands are written by our own code, or are read once, packing them first, as a
//! general matrix product does, costs more than it saves.
#![allow(unsafe_code)]

use super::Write;
use crate::cpu::simd::{Arithmetic, Level, Plain, level};

/// Columns of a panel: two vectors of eight numbers, or one of sixteen.
pub(crate) const PANEL: usize = 16;

/// A left operand: element (row, depth) is at `row · rows + depth · depths`.
#[derive(Clone, Copy)]
pub(crate) struct Left<'a> {
    pub(crate) numbers: &'a [f32],
    pub(crate) rows: usize,
    pub(crate) depths: usize,
}

/// A right operand, in panels of [`PANEL`] columns: element (depth, column) is at
/// `column / PANEL · panels + depth · depths + column % PANEL`.
#[derive(Clone, Copy)]
pub(crate) struct Right<'a> {
    pub(crate) numbers: &'a [f32],
    pub(crate) panels: usize,
    pub(crate) depths: usize,
}

/// `target (rows × columns) = left (rows × depth) · right (depth × columns)`, or added to what
/// was there. Rows of the target are `stride` apart; `columns` is a multiple of [`PANEL`].
///
/// Panics when a matrix reaches beyond its slice.
pub(crate) fn product(
    [rows, depth, columns]: [usize; 3],
    target: &mut [f32],
    stride: usize,
    write: Write,
    left: Left<'_>,
    right: Right<'_>,
) {
    if rows == 0 || columns == 0 {
        return;
    }
    assert!(depth > 0 && columns.is_multiple_of(PANEL));
    let last = |count: usize, stride: usize| (count - 1) * stride;
    assert!(last(rows, left.rows) + last(depth, left.depths) < left.numbers.len());
    let last_panel = last(columns / PANEL, right.panels);
    assert!(last_panel + last(depth, right.depths) + PANEL <= right.numbers.len());
    assert!(last(rows, stride) + columns <= target.len());
    let level = level();
    let most = match level {
        #[cfg(target_arch = "x86_64")]
        Level::Avx512 => 12,
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => 6,
        Level::Plain => 2,
    };
    for panel in 0..columns / PANEL {
        for row in (0..rows).step_by(most) {
            // SAFETY: inside their slices by the asserts above, as `panel` and `row` are below
            // their counts.
            let at = unsafe {
                Tile {
                    target: target.as_mut_ptr().add(row * stride + panel * PANEL),
                    left: left.numbers.as_ptr().add(row * left.rows),
                    right: right.numbers.as_ptr().add(panel * right.panels),
                    target_rows: stride,
                    left_rows: left.rows,
                    left_depths: left.depths,
                    right_depths: right.depths,
                    depth,
                    write,
                }
            };
            // SAFETY: so many rows are left from `row` on; every element of a tile of that
            // height lies inside its slice by the asserts above. `level` says that the processor
            // has the instructions.
            unsafe { at.compute(level, (rows - row).min(most)) }
        }
    }
}

/// Some rows and one panel of a product. Strides as for the whole.
#[derive(Clone, Copy)]
struct Tile {
    target: *mut f32,
    left: *const f32,
    right: *const f32,
    target_rows: usize,
    left_rows: usize,
    left_depths: usize,
    right_depths: usize,
    depth: usize,
    write: Write,
}

/// Calls the version of `$method` for as many rows as `$rows` says.
macro_rules! for_rows {
    ($tile:ident.$method:ident, $rows:ident in [$($count:literal)*]) => {
        match $rows {
            $($count => $tile.$method::<$count>(),)*
            _ => unreachable!("no tile is {} rows high", $rows),
        }
    };
}

impl Tile {
    /// # Safety
    /// The elements of a `rows` × `depth`, a `depth` × `PANEL` and a `rows` × `PANEL` matrix at
    /// the three pointers must be valid, nothing else may refer to the target's, and the
    /// processor must have the instructions of `level`.
    unsafe fn compute(self, level: Level, rows: usize) {
        // SAFETY: by this function's contract.
        unsafe {
            match level {
                #[cfg(target_arch = "x86_64")]
                Level::Avx512 => for_rows!(self.avx512, rows in [1 2 3 4 5 6 7 8 9 10 11 12]),
                #[cfg(target_arch = "x86_64")]
                Level::Avx2 => for_rows!(self.avx2, rows in [1 2 3 4 5 6]),
                Level::Plain => for_rows!(self.plain, rows in [1 2]),
            }
        }
    }

    // Functions of their own, not inlined: so the compiler keeps all sums in registers.

    #[cfg(target_arch = "x86_64")]
    #[inline(never)]
    #[target_feature(enable = "avx512f")]
    unsafe fn avx512<const ROWS: usize>(self) {
        // SAFETY: by the contract of `compute`.
        unsafe { self.body::<crate::cpu::simd::Fused, ROWS>() }
    }

    #[cfg(target_arch = "x86_64")]
    #[inline(never)]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn avx2<const ROWS: usize>(self) {
        // SAFETY: by the contract of `compute`.
        unsafe { self.body::<crate::cpu::simd::Fused, ROWS>() }
    }

    #[inline(never)]
    unsafe fn plain<const ROWS: usize>(self) {
        // SAFETY: by the contract of `compute`.
        unsafe { self.body::<Plain, ROWS>() }
    }

    #[inline(always)]
    unsafe fn body<A: Arithmetic, const ROWS: usize>(self) {
        let mut sums = [[0f32; PANEL]; ROWS];
        // SAFETY: by the contract of `compute`; arrays of float32 need its alignment alone.
        unsafe {
            if self.write == Write::Add {
                for row in 0..ROWS {
                    let start = self.target.add(row * self.target_rows);
                    sums[row] = start.cast::<[f32; PANEL]>().read();
                }
            }
            for step in 0..self.depth {
                let right = self.right.add(step * self.right_depths);
                let right = right.cast::<[f32; PANEL]>().read();
                for row in 0..ROWS {
                    let left = self
                        .left
                        .add(row * self.left_rows + step * self.left_depths);
                    let left = left.read();
                    for column in 0..PANEL {
                        let sum = &mut sums[row][column];
                        *sum = A::multiply_add(left, right[column], *sum);
                    }
                }
            }
            for row in 0..ROWS {
                let start = self.target.add(row * self.target_rows);
                start.cast::<[f32; PANEL]>().write(sums[row]);
            }
        }
    }
}
