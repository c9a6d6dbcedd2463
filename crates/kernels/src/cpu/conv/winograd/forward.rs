//! The forward pass, block by block.

use std::ops::Range;

use rayon::prelude::*;

use super::tiles::{self, Block, Pooled};
use super::tiling::{Points, Tiling};
use super::transform::{OUT, POINTS};
use super::weights::Weights;
use crate::cpu::matmul::{Left, PANEL, Right, Write, product};
use crate::cpu::memory::{Disjoint, Uninit, with_scratch};
use crate::cpu::simd::transpose::{Window, as_lanes_mut, to_lanes, write_planes};
use crate::cpu::simd::{LANES, Lanes};

/// The result n×filters×pooled height×pooled width, and the choices of its windows
/// n×pooled height×pooled width×`tiling.filters`.
pub(crate) fn forward(tiling: &Tiling, x: &[f32], w: &[f32], b: &[f32]) -> (Vec<f32>, Vec<u8>) {
    let g = &tiling.geometry;
    let weights = Weights::by_filter(w, g.filters, g.channels, [tiling.channels, tiling.filters]);
    let area = tiling.pooled_height * tiling.pooled_width;
    let mut y = Uninit::new(g.samples * g.filters * area);
    let mut choices = vec![0u8; g.samples * area * tiling.filters];
    let (out, out_choices) = (Disjoint::new(y.places()), Disjoint::new(&mut choices));
    let (ins, outs) = (
        tiling.points(tiling.channels),
        tiling.points(tiling.filters),
    );
    let windows = tiling.block_windows() * LANES;
    let lengths = [
        tiling.block_pixels() * LANES,
        ins.length(),
        outs.length(),
        windows,
        windows,
    ];
    (0..g.samples * tiling.blocks())
        .into_par_iter()
        .for_each(|task| {
            let (sample, rows) = (task / tiling.blocks(), tiling.block(task % tiling.blocks()));
            let x = &x[sample * g.sample()..][..g.sample()];
            with_scratch(lengths, |[pixels, v, m, results, planes]| {
                input_points(tiling, x, &rows, as_lanes_mut(pixels), v, ins);
                let count = rows.len() * tiling.tile_columns;
                for point in 0..POINTS {
                    let (numbers, panels) = weights.at(point);
                    product(
                        [count, tiling.channels, tiling.filters],
                        &mut m[point * outs.point..][..outs.point],
                        outs.item,
                        Write::Replace,
                        Left {
                            numbers: &v[point * ins.point..][..ins.point],
                            rows: ins.item,
                            depths: 1,
                        },
                        Right {
                            numbers,
                            panels,
                            depths: PANEL,
                        },
                    );
                }

                let pooled = tiling.pooled_rows(&rows);
                let used = pooled.len() * tiling.pooled_width;
                let start = sample * area + pooled.start * tiling.pooled_width;
                // SAFETY: a task of its own for each block of rows of each sample, and the parts of
                // different rows and samples are apart.
                #[allow(unsafe_code)]
                let choices =
                    unsafe { out_choices.part(start * tiling.filters, used * tiling.filters) };
                let layout = pooled_layout(tiling, &rows);
                let results = as_lanes_mut(results);
                for first in (0..g.filters).step_by(LANES) {
                    let count = LANES.min(g.filters - first);
                    let mut bias = Lanes::ZERO;
                    bias.0[..count].copy_from_slice(&b[first..][..count]);
                    let block = block(tiling, &rows, first, outs);
                    tiles::output(block, m, bias, layout, results, &mut choices[first..]);
                    let sizes = [pooled.len(), tiling.pooled_width, count];
                    let place = (sample * g.filters + first) * area;
                    let place = [place + pooled.start * tiling.pooled_width, area];
                    // SAFETY: as above, and the parts of different filters are apart.
                    #[allow(unsafe_code)]
                    unsafe {
                        write_planes(results, layout.stride, planes, sizes, &out, place);
                    }
                }
            });
        });
    // SAFETY: the tasks are all blocks of rows of all samples, and each writes all filters.
    #[allow(unsafe_code)]
    let y = unsafe { y.written() };
    (y, choices)
}

/// Where the results of a block of tile rows lie.
pub(super) fn pooled_layout(tiling: &Tiling, rows: &Range<usize>) -> Pooled {
    Pooled {
        rows: tiling.pooled_rows(rows).len(),
        columns: tiling.pooled_width,
        stride: tiling.window_columns(),
        choice_stride: tiling.filters,
    }
}

/// A block of tile rows in eight channels, the first of which is `channel`.
pub(super) fn block(tiling: &Tiling, rows: &Range<usize>, channel: usize, points: Points) -> Block {
    Block {
        rows: rows.len(),
        columns: tiling.tile_columns,
        channel,
        points,
    }
}

/// The pixels of a sample that a block of tile rows is made of, in the channels from `channel` on.
pub(super) fn window(tiling: &Tiling, rows: &Range<usize>, channel: usize) -> Window {
    let g = &tiling.geometry;
    let (pixel_rows, pixel_columns) = tiling.pixels(rows.len());
    let first = rows.start * OUT;
    Window {
        start: (channel * g.height + first) * g.width,
        plane: g.height * g.width,
        row_stride: g.width,
        channels: g.channels.saturating_sub(channel),
        rows: pixel_rows.min(g.height - first),
        columns: pixel_columns.min(g.width),
    }
}

/// Transforms the input of a block of tile rows; tiles that reach beyond the image see zeros.
pub(super) fn input_points(
    tiling: &Tiling,
    x: &[f32],
    rows: &Range<usize>,
    pixels: &mut [Lanes],
    v: &mut [f32],
    layout: Points,
) {
    let (pixel_rows, stride) = tiling.pixels(rows.len());
    for channel in (0..tiling.channels).step_by(LANES) {
        let window = window(tiling, rows, channel);
        for (row, pixels) in pixels.chunks_mut(stride).take(pixel_rows).enumerate() {
            let there = if row < window.rows { window.columns } else { 0 };
            pixels[there..].fill(Lanes::ZERO);
        }
        to_lanes(x, window, pixels, stride);
        tiles::input(block(tiling, rows, channel, layout), pixels, stride, v);
    }
}
