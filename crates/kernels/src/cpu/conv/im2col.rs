//! Convolution as matrix products over blocks of output rows, forward and backward.
//!
//! What happens to a block of outputs after it is computed, and where a block of output gradients
//! comes from, is left to the caller: so the same code serves the plain convolution and the one
//! fused with ReLU and max-pool, whose large outputs are never written to memory.

use std::ops::Range;

use rayon::prelude::*;

use super::gradients::Gradients;
use crate::cpu::conv::geometry::{Geometry, RowBlocks};
use crate::cpu::conv::patches::{gather, scatter_add};
use crate::cpu::matmul::{Strides, Write, multiply};
use crate::cpu::memory::with_scratch;
use crate::cpu::sums::add_in_order;

/// A block of output rows of one sample: `filters` rows of numbers, `stride` apart.
pub(crate) struct Block<'a> {
    pub(crate) sample: usize,
    /// Output rows of the image.
    pub(crate) rows: Range<usize>,
    pub(crate) numbers: &'a mut [f32],
    pub(crate) stride: usize,
}

/// Computes the convolution without its bias and hands each block to `finish`, from any thread.
/// No two calls get the same rows of the same sample.
pub(crate) fn forward(
    geometry: &Geometry,
    blocks: RowBlocks,
    x: &[f32],
    w: &[f32],
    finish: impl Fn(Block<'_>) + Sync,
) {
    let (depth, filters) = (geometry.depth(), geometry.filters);
    let columns = geometry.padded_columns(blocks.largest());
    (0..geometry.samples * blocks.count)
        .into_par_iter()
        .for_each(|task| {
            let (sample, rows) = (task / blocks.count, blocks.rows(task % blocks.count));
            let x = &x[sample * geometry.sample()..][..geometry.sample()];
            with_scratch(
                [depth * columns, filters * columns],
                |[patches, numbers]| {
                    let stride = geometry.padded_columns(rows.len());
                    let (patches, numbers) = (
                        &mut patches[..depth * stride],
                        &mut numbers[..filters * stride],
                    );
                    gather(geometry, rows.clone(), x, patches, stride);
                    multiply(
                        [filters, depth, stride],
                        (numbers, Strides::row_major(stride)),
                        Write::Replace,
                        (w, Strides::row_major(depth)),
                        (patches, Strides::row_major(stride)),
                    );
                    finish(Block {
                        sample,
                        rows,
                        numbers,
                        stride,
                    });
                },
            );
        });
}

/// Computes the gradients from the output's, which `fill` writes block by block, from any thread;
/// it also adds each filter's sum to what it is given for the filters. Output rows that no block
/// covers have no gradient.
pub(crate) fn backward(
    geometry: &Geometry,
    blocks: RowBlocks,
    x: &[f32],
    w: &[f32],
    input_gradient: bool,
    fill: impl Fn(Block<'_>, &mut [f64]) + Sync,
) -> Gradients {
    let (depth, filters) = (geometry.depth(), geometry.filters);
    let columns = geometry.padded_columns(blocks.largest());
    let (group, sample_length) = (geometry.group(), geometry.sample());
    let groups = geometry.samples.div_ceil(group);
    // `gemm` takes products of up to 256 numbers as dot products, without copying the operands
    // first: worth it for the few channels of a first layer.
    let together = if depth <= 16 {
        (256 / depth.max(1)).min(filters).max(1)
    } else {
        filters
    };

    let mut dx = vec![
        0f32;
        if input_gradient {
            geometry.samples * sample_length
        } else {
            0
        }
    ];
    let mut dw = vec![0f32; groups * filters * depth];
    let mut db = vec![0f64; groups * filters];
    let dx_groups: Vec<&mut [f32]> = if dx.is_empty() {
        (0..groups).map(|_| Default::default()).collect()
    } else {
        dx.chunks_mut(group * sample_length).collect()
    };

    dx_groups
        .into_par_iter()
        .zip(dw.par_chunks_mut((filters * depth).max(1)))
        .zip(db.par_chunks_mut(filters.max(1)))
        .enumerate()
        .for_each(|(index, ((dx, dw), db))| {
            let lengths = [filters * columns, depth * columns];
            with_scratch(lengths, |[dy, patches]| {
                let first = index * group;
                for sample in first..(first + group).min(geometry.samples) {
                    let x = &x[sample * sample_length..][..sample_length];
                    let mut dx = dx
                        .chunks_exact_mut(sample_length.max(1))
                        .nth(sample - first);
                    for block in 0..blocks.count {
                        let rows = blocks.rows(block);
                        let used = rows.len() * geometry.out_width;
                        let stride = geometry.padded_columns(rows.len());
                        let dy = &mut dy[..filters * stride];
                        let patches = &mut patches[..depth * stride];

                        let whole = Block {
                            sample,
                            rows: rows.clone(),
                            numbers: dy,
                            stride,
                        };
                        fill(whole, db);
                        for row in dy.chunks_exact_mut(stride) {
                            row[used..].fill(0.0);
                        }

                        gather(geometry, rows.clone(), x, patches, stride);
                        let parts = dw.chunks_mut((together * depth).max(1));
                        for (dw, dy) in parts.zip(dy.chunks(together * stride)) {
                            multiply(
                                [dw.len() / depth, stride, depth],
                                (dw, Strides::row_major(depth)),
                                Write::Add,
                                (dy, Strides::row_major(stride)),
                                (patches, Strides::transposed(stride)),
                            );
                        }

                        if let Some(dx) = &mut dx {
                            multiply(
                                [depth, filters, stride],
                                (patches, Strides::row_major(stride)),
                                Write::Replace,
                                (w, Strides::transposed(depth)),
                                (dy, Strides::row_major(stride)),
                            );
                            scatter_add(geometry, rows, patches, stride, dx);
                        }
                    }
                }
            });
        });

    let b = add_in_order(&db, groups, filters)
        .into_iter()
        .map(|sum| sum as f32)
        .collect();
    Gradients {
        x: input_gradient.then_some(dx),
        w: add_in_order(&dw, groups, filters * depth),
        b,
    }
}
