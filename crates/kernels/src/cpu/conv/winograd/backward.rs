//! The backward pass, block by block.

use std::ops::Range;

use rayon::prelude::*;

use super::forward::{block, input_points, pooled_layout, window};
use super::tiles;
use super::tiling::{Points, Tiling};
use super::transform::POINTS;
use super::weights::{Weights, gather};
use crate::cpu::conv::gradients::Gradients;
use crate::cpu::matmul::{Left, PANEL, Right, Write, product};
use crate::cpu::memory::{Uninit, cleared, with_scratch};
use crate::cpu::simd::transpose::{Window, add_lanes, as_lanes_mut, to_lanes};
use crate::cpu::simd::{LANES, Lanes};
use crate::cpu::sums::add_in_order;

/// The gradients of input, weights and bias, from that of the result and the choices of its
/// windows.
pub(crate) fn backward(
    tiling: &Tiling,
    x: &[f32],
    w: &[f32],
    dy: &[f32],
    choices: &[u8],
    input_gradient: bool,
) -> Gradients {
    let g = &tiling.geometry;
    let weights = input_gradient
        .then(|| Weights::by_channel(w, g.filters, g.channels, [tiling.filters, tiling.channels]));
    let (group, sample_length) = (g.group(), g.sample());
    let groups = g.samples.div_ceil(group);
    let mut dx = Uninit::new(if input_gradient {
        g.samples * sample_length
    } else {
        0
    });
    let mut dw = vec![0f32; groups * w.len()];
    let mut db = vec![0f64; groups * g.filters];
    let mut dx_groups = dx.places().chunks_mut((group * sample_length).max(1));
    let tasks: Vec<_> = dw
        .chunks_mut(w.len().max(1))
        .zip(db.chunks_mut(g.filters.max(1)))
        .map(|(dw, db)| (dx_groups.next().unwrap_or_default(), dw, db))
        .collect();

    let (ins, outs) = (
        tiling.points(tiling.channels),
        tiling.points(tiling.filters),
    );
    let sums = Points::new(tiling.channels, tiling.filters);
    let lengths = [
        tiling.block_pixels() * LANES,
        ins.length(),
        outs.length(),
        tiling.block_windows() * LANES,
        sums.length(),
    ];
    tasks
        .into_par_iter()
        .enumerate()
        .for_each(|(index, (dx, dw, db))| {
            with_scratch(lengths, |[pixels, v, dm, gradients, du]| {
                let (pixels, gradients) = (as_lanes_mut(pixels), as_lanes_mut(gradients));
                let first = index * group;
                let mut dx = dx.chunks_exact_mut(sample_length.max(1));
                let mut onto = Write::Replace;
                for sample in first..(first + group).min(g.samples) {
                    let x = &x[sample * sample_length..][..sample_length];
                    let mut dx = dx.next().map(cleared);
                    for index in 0..tiling.blocks() {
                        let rows = tiling.block(index);
                        let count = rows.len() * tiling.tile_columns;
                        input_points(tiling, x, &rows, pixels, v, ins);
                        output_gradients(
                            tiling, sample, &rows, dy, choices, gradients, dm, outs, db,
                        );
                        for point in 0..POINTS {
                            let v = &mut v[point * ins.point..][..ins.point];
                            let dm = &dm[point * outs.point..][..outs.point];
                            product(
                                [tiling.channels, count, tiling.filters],
                                &mut du[point * sums.point..][..sums.point],
                                sums.item,
                                onto,
                                Left {
                                    numbers: v,
                                    rows: 1,
                                    depths: ins.item,
                                },
                                Right {
                                    numbers: dm,
                                    panels: PANEL,
                                    depths: outs.item,
                                },
                            );
                            // The inputs have served: their gradients take their place.
                            if let Some(weights) = &weights {
                                let (numbers, panels) = weights.at(point);
                                product(
                                    [count, tiling.filters, tiling.channels],
                                    v,
                                    ins.item,
                                    Write::Replace,
                                    Left {
                                        numbers: dm,
                                        rows: outs.item,
                                        depths: 1,
                                    },
                                    Right {
                                        numbers,
                                        panels,
                                        depths: PANEL,
                                    },
                                );
                            }
                        }
                        onto = Write::Add;
                        if let Some(dx) = &mut dx {
                            input_gradients(tiling, &rows, v, ins, pixels, dx);
                        }
                    }
                }
                gather(du, sums, dw, g.channels);
            });
        });

    let b = add_in_order(&db, groups, g.filters);
    // SAFETY: the tasks are all groups of samples, and each clears all of its samples.
    #[allow(unsafe_code)]
    let dx = unsafe { dx.written() };
    Gradients {
        x: input_gradient.then_some(dx),
        w: add_in_order(&dw, groups, w.len()),
        b: b.into_iter().map(|sum| sum as f32).collect(),
    }
}

/// Transforms the gradients of a block's results, and adds each filter's sum to `db`.
#[allow(clippy::too_many_arguments)]
fn output_gradients(
    tiling: &Tiling,
    sample: usize,
    rows: &Range<usize>,
    dy: &[f32],
    choices: &[u8],
    gradients: &mut [Lanes],
    dm: &mut [f32],
    layout: Points,
    db: &mut [f64],
) {
    let g = &tiling.geometry;
    let area = tiling.pooled_height * tiling.pooled_width;
    let pooled = tiling.pooled_rows(rows);
    let places = pooled_layout(tiling, rows);
    let before = pooled.start * tiling.pooled_width;
    let choices = &choices[(sample * area + before) * tiling.filters..];
    for first in (0..tiling.filters).step_by(LANES) {
        let window = Window {
            start: (sample * g.filters + first) * area + before,
            plane: area,
            row_stride: tiling.pooled_width,
            channels: g.filters.saturating_sub(first),
            rows: pooled.len(),
            columns: tiling.pooled_width,
        };
        to_lanes(dy, window, gradients, places.stride);
        let mut sum = [0f64; LANES];
        let block = block(tiling, rows, first, layout);
        tiles::output_gradient(block, gradients, &choices[first..], places, dm, &mut sum);
        for (db, sum) in db.iter_mut().skip(first).zip(sum) {
            *db += sum;
        }
    }
}

/// Adds the gradients of a block's inputs to those of the sample.
fn input_gradients(
    tiling: &Tiling,
    rows: &Range<usize>,
    v: &[f32],
    layout: Points,
    pixels: &mut [Lanes],
    dx: &mut [f32],
) {
    let (pixel_rows, stride) = tiling.pixels(rows.len());
    for channel in (0..tiling.geometry.channels).step_by(LANES) {
        let pixels = &mut pixels[..pixel_rows * stride];
        pixels.fill(Lanes::ZERO);
        tiles::input_gradient(block(tiling, rows, channel, layout), v, pixels, stride);
        add_lanes(pixels, stride, dx, window(tiling, rows, channel));
    }
}
