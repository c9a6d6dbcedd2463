//! Matrix products on slices: the safe face of the `gemm` crate, on the calling thread alone.
//!
//! Work is divided by the callers, in pieces whose size never depends on the number of threads,
//! so that a product's sums are always taken in the same order.
#![allow(unsafe_code)]

use super::Write;

/// How a matrix lies in a slice: element (row, column) is at `row · rows + column · columns`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strides {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Strides {
    /// Rows one after the other, `stride` apart.
    pub(crate) fn row_major(stride: usize) -> Self {
        Self {
            rows: stride,
            columns: 1,
        }
    }

    /// The transpose of a matrix whose rows are `stride` apart.
    pub(crate) fn transposed(stride: usize) -> Self {
        Self {
            rows: 1,
            columns: stride,
        }
    }

    fn fits(self, rows: usize, columns: usize, length: usize) -> bool {
        rows == 0 || columns == 0 || (rows - 1) * self.rows + (columns - 1) * self.columns < length
    }
}

/// `target (rows × columns) = or += left (rows × depth) · right (depth × columns)`.
///
/// Panics when a matrix reaches beyond its slice, or when elements of `target` overlap.
pub(crate) fn multiply(
    [rows, depth, columns]: [usize; 3],
    target: (&mut [f32], Strides),
    write: Write,
    left: (&[f32], Strides),
    right: (&[f32], Strides),
) {
    assert!(
        left.1.fits(rows, depth, left.0.len()),
        "left matrix reaches beyond its slice"
    );
    assert!(
        right.1.fits(depth, columns, right.0.len()),
        "right matrix reaches beyond its slice"
    );
    assert!(
        target.1.fits(rows, columns, target.0.len()),
        "target reaches beyond its slice"
    );
    let apart = target.1.rows >= columns && target.1.columns == 1
        || target.1.columns >= rows && target.1.rows == 1;
    assert!(apart, "elements of the target overlap");
    // SAFETY: the three asserts above say that every element read or written, at
    // `row · rows + column · columns` with non-negative strides, lies inside its slice; elements
    // of the target are at distinct places; the borrows say that the target aliases neither
    // operand. Strides fit isize because slices do.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            depth,
            target.0.as_mut_ptr(),
            target.1.columns as isize,
            target.1.rows as isize,
            write == Write::Add,
            left.0.as_ptr(),
            left.1.columns as isize,
            left.1.rows as isize,
            right.0.as_ptr(),
            right.1.columns as isize,
            right.1.rows as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        (0..count)
            .map(|i| ((i as u32 * 37 + seed) % 19) as f32 - 9.0)
            .collect()
    }

    #[test]
    fn products_equal_three_loops() {
        // Small whole numbers: float32 sums are exact in any order.
        for (rows, depth, columns) in [
            (1, 1, 1),
            (3, 0, 2),
            (1, 7, 5),
            (5, 7, 1),
            (4, 2, 3),
            (17, 31, 13),
            (65, 70, 33),
        ] {
            for transposed in [false, true] {
                for write in [Write::Replace, Write::Add] {
                    let (a, b) = (numbers(rows * depth, 1), numbers(depth * columns, 2));
                    let before = numbers(rows * columns, 3);
                    let b_strides = if transposed {
                        Strides::transposed(depth)
                    } else {
                        Strides::row_major(columns)
                    };
                    let mut found = before.clone();
                    multiply(
                        [rows, depth, columns],
                        (&mut found, Strides::row_major(columns)),
                        write,
                        (&a, Strides::row_major(depth)),
                        (&b, b_strides),
                    );
                    for r in 0..rows {
                        for c in 0..columns {
                            let start = if write == Write::Add {
                                before[r * columns + c]
                            } else {
                                0.0
                            };
                            let sum: f32 = (0..depth)
                                .map(|d| {
                                    a[r * depth + d] * b[d * b_strides.rows + c * b_strides.columns]
                                })
                                .sum();
                            assert_eq!(found[r * columns + c], start + sum);
                        }
                    }
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "beyond its slice")]
    fn a_matrix_larger_than_its_slice_is_refused() {
        let strides = Strides::row_major(2);
        multiply(
            [2, 2, 2],
            (&mut [0.0; 4], strides),
            Write::Replace,
            (&[0.0; 3], strides),
            (&[0.0; 4], strides),
        );
    }
}
