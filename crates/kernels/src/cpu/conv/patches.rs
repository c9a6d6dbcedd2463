//! Patches of the input as a matrix: im2col for a block of output rows, and its transpose.
//!
//! The matrix has a row for each (channel, kernel row, kernel column) and a column for each
//! output number of the block; its rows are `stride` numbers apart.

use std::ops::Range;

use crate::cpu::conv::geometry::Geometry;

/// The output columns `0..out_width` whose input column lies inside the image.
fn inside(geometry: &Geometry, kernel_column: usize) -> Range<usize> {
    let Geometry {
        stride,
        padding,
        width,
        out_width,
        ..
    } = *geometry;
    let first = padding.saturating_sub(kernel_column).div_ceil(stride);
    // Input column ox · stride + kernel_column − padding < width.
    let end = (width + padding)
        .saturating_sub(kernel_column)
        .div_ceil(stride)
        .min(out_width);
    first.min(end)..end
}

/// Calls `each` for every row of patches and every output row: with the row's index in the
/// matrix, the output row's index in the block, the output columns that lie inside the image,
/// and where in the sample the first of them is read from. Columns are empty for rows outside.
fn walk(
    geometry: &Geometry,
    rows: Range<usize>,
    mut each: impl FnMut(usize, usize, Range<usize>, usize),
) {
    let Geometry {
        stride,
        padding,
        height,
        width,
        ..
    } = *geometry;
    let mut row = 0;
    for channel in 0..geometry.channels {
        for kernel_row in 0..geometry.kernel_height {
            for kernel_column in 0..geometry.kernel_width {
                let columns = inside(geometry, kernel_column);
                for (index, y) in rows.clone().enumerate() {
                    let input = (y * stride + kernel_row).checked_sub(padding);
                    match input.filter(|input| *input < height && !columns.is_empty()) {
                        Some(input) => {
                            let left = columns.start * stride + kernel_column - padding;
                            let start = (channel * height + input) * width + left;
                            each(row, index, columns.clone(), start);
                        }
                        None => each(row, index, 0..0, 0),
                    }
                }
                row += 1;
            }
        }
    }
}

/// Fills `matrix` with the patches that the output `rows` of one sample are made of; zeros
/// outside the image and behind the last column.
pub(crate) fn gather(
    geometry: &Geometry,
    rows: Range<usize>,
    sample: &[f32],
    matrix: &mut [f32],
    stride: usize,
) {
    let out_width = geometry.out_width;
    let used = rows.len() * out_width;
    for row in matrix.chunks_exact_mut(stride) {
        row[used..].fill(0.0);
    }
    walk(geometry, rows, |row, index, columns, start| {
        let target = &mut matrix[row * stride + index * out_width..][..out_width];
        target[..columns.start].fill(0.0);
        target[columns.end..].fill(0.0);
        let target = &mut target[columns];
        if geometry.stride == 1 {
            target.copy_from_slice(&sample[start..start + target.len()]);
        } else {
            for (t, s) in target
                .iter_mut()
                .zip(sample[start..].iter().step_by(geometry.stride))
            {
                *t = *s;
            }
        }
    });
}

/// Adds every number of `matrix` to the input number it was gathered from.
pub(crate) fn scatter_add(
    geometry: &Geometry,
    rows: Range<usize>,
    matrix: &[f32],
    stride: usize,
    sample: &mut [f32],
) {
    let out_width = geometry.out_width;
    walk(geometry, rows, |row, index, columns, start| {
        let source = &matrix[row * stride + index * out_width..][columns];
        if geometry.stride == 1 {
            for (s, m) in sample[start..start + source.len()].iter_mut().zip(source) {
                *s += *m;
            }
        } else {
            for (s, m) in sample[start..]
                .iter_mut()
                .step_by(geometry.stride)
                .zip(source)
            {
                *s += *m;
            }
        }
    });
}
