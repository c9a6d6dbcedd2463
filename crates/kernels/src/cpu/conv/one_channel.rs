//! Convolution 3×3 of images with one channel, bias, ReLU and max-pool 2×2: a network's first
//! block, whose input needs no gradient.
//!
//! Nine products a number are too few to be gathered into matrices: they are taken straight from
//! the image, for eight filters at once, whose weights stay in registers.

use rayon::prelude::*;

use crate::cpu::conv::geometry::Geometry;
use crate::cpu::conv::gradients::Gradients;
use crate::cpu::conv::pool_windows::{pick, place, take};
use crate::cpu::memory::{Disjoint, Uninit, with_scratch};
use crate::cpu::simd::transpose::{Window, as_lanes_mut, to_lanes, write_planes};
use crate::cpu::simd::{Arithmetic, LANES, Lanes, compiled_for_each_processor};
use crate::cpu::sums::add_in_order;

/// Rows of windows computed by one task.
const ROWS: usize = 8;
/// Weights of a filter.
const TAPS: usize = 9;

/// Where the rows of windows of a task lie in their image, and how many windows a row has.
#[derive(Clone, Copy)]
struct Rows {
    first: usize,
    count: usize,
    columns: usize,
    /// Numbers of a row of the image.
    width: usize,
    /// Choices of a window: one for each filter, rounded up to whole lanes.
    choices: usize,
}

/// The result n×filters×pooled height×pooled width, and the choices of its windows, the filters
/// of a window side by side and rounded up to whole lanes.
pub(crate) fn forward(g: &Geometry, x: &[f32], w: &[f32], b: &[f32]) -> (Vec<f32>, Vec<u8>) {
    let (height, width) = (g.out_height / 2, g.out_width / 2);
    let (area, padded) = (height * width, g.filters.next_multiple_of(LANES));
    let mut y = Uninit::new(g.samples * g.filters * area);
    let mut choices = vec![0u8; g.samples * area * padded];
    let (out, out_choices) = (Disjoint::new(y.places()), Disjoint::new(&mut choices));
    let blocks = height.div_ceil(ROWS);
    (0..g.samples * blocks).into_par_iter().for_each(|task| {
        let (sample, first) = (task / blocks, task % blocks * ROWS);
        let rows = Rows {
            first,
            count: ROWS.min(height - first),
            columns: width,
            width: g.width,
            choices: padded,
        };
        let x = &x[sample * g.sample()..][..g.sample()];
        let (before, used) = (first * width, rows.count * width);
        // SAFETY: a task of its own for each block of rows of each sample, and the parts of
        // different rows and samples are apart.
        #[allow(unsafe_code)]
        let choices = unsafe { out_choices.part((sample * area + before) * padded, used * padded) };
        with_scratch([used * LANES, used * LANES], |[results, planes]| {
            let results = as_lanes_mut(results);
            for filter in (0..g.filters).step_by(LANES) {
                let count = LANES.min(g.filters - filter);
                let mut bias = Lanes::ZERO;
                bias.0[..count].copy_from_slice(&b[filter..][..count]);
                let weights = filters(&w[filter * TAPS..][..count * TAPS]);
                outputs(x, rows, &weights, bias, results, &mut choices[filter..]);
                let sizes = [rows.count, width, count];
                let place = [(sample * g.filters + filter) * area + before, area];
                // SAFETY: as above, and the parts of different filters are apart.
                #[allow(unsafe_code)]
                unsafe {
                    write_planes(results, width, planes, sizes, &out, place);
                }
            }
        });
    });
    // SAFETY: the tasks are all blocks of rows of all samples, and each writes all filters.
    #[allow(unsafe_code)]
    let y = unsafe { y.written() };
    (y, choices)
}

/// The weights of up to eight filters, tap by tap.
fn filters(w: &[f32]) -> [Lanes; TAPS] {
    let mut lanes = [Lanes::ZERO; TAPS];
    for (lane, filter) in w.chunks_exact(TAPS).enumerate() {
        for (lanes, weight) in lanes.iter_mut().zip(filter) {
            lanes.0[lane] = *weight;
        }
    }
    lanes
}

compiled_for_each_processor! {
    /// The results of eight filters for some rows of windows, and their choices.
    fn outputs(
        x: &[f32],
        rows: Rows,
        weights: &[Lanes; TAPS],
        bias: Lanes,
        results: &mut [Lanes],
        choices: &mut [u8],
    ) = outputs_body
}

#[inline(always)]
fn outputs_body<A: Arithmetic>(
    x: &[f32],
    rows: Rows,
    weights: &[Lanes; TAPS],
    bias: Lanes,
    results: &mut [Lanes],
    choices: &mut [u8],
) {
    let weights = *weights;
    for row in 0..rows.count {
        let lines = lines(x, rows, row);
        for column in 0..rows.columns {
            let patch = patch(lines, column);
            let mut window = [bias; 4];
            for tap in 0..TAPS {
                for (place, sum) in window.iter_mut().enumerate() {
                    let pixel = patch[place / 2 + tap / 3][place % 2 + tap % 3];
                    *sum = weights[tap].scaled_plus::<A>(pixel, *sum);
                }
            }
            let (result, chosen) = pick(window);
            let index = row * rows.columns + column;
            results[index] = result;
            choices[index * rows.choices..][..LANES].copy_from_slice(&chosen);
        }
    }
}

/// The four rows of the image under a row of windows.
#[inline(always)]
fn lines(x: &[f32], rows: Rows, row: usize) -> [&[f32]; 4] {
    let x = &x[2 * (rows.first + row) * rows.width..][..4 * rows.width];
    let (upper, lower) = x.split_at(2 * rows.width);
    let (first, second) = upper.split_at(rows.width);
    let (third, fourth) = lower.split_at(rows.width);
    [first, second, third, fourth]
}

/// The 4×4 pixels under a window.
#[inline(always)]
fn patch(lines: [&[f32]; 4], column: usize) -> [[f32; 4]; 4] {
    let mut patch = [[0f32; 4]; 4];
    for (row, line) in patch.iter_mut().zip(lines) {
        row.copy_from_slice(&line[2 * column..][..4]);
    }
    patch
}

/// The gradients of weights and bias, from that of the result and the choices of its windows.
pub(crate) fn backward(g: &Geometry, x: &[f32], dy: &[f32], choices: &[u8]) -> Gradients {
    let (height, width) = (g.out_height / 2, g.out_width / 2);
    let (area, padded) = (height * width, g.filters.next_multiple_of(LANES));
    let (group, count) = (g.group(), g.filters * TAPS);
    let groups = g.samples.div_ceil(group);
    let (mut dw, mut db) = (vec![0f64; groups * count], vec![0f64; groups * g.filters]);
    dw.par_chunks_mut(count.max(1))
        .zip(db.par_chunks_mut(g.filters.max(1)))
        .enumerate()
        .for_each(|(index, (dw, db))| {
            let samples = index * group..((index + 1) * group).min(g.samples);
            with_scratch([ROWS * width * LANES], |[gradients]| {
                let gradients = as_lanes_mut(gradients);
                for filter in (0..g.filters).step_by(LANES) {
                    let mut sums = [[0f64; LANES]; TAPS + 1];
                    for (sample, first) in samples
                        .clone()
                        .flat_map(|sample| (0..height).step_by(ROWS).map(move |row| (sample, row)))
                    {
                        let rows = Rows {
                            first,
                            count: ROWS.min(height - first),
                            columns: width,
                            width: g.width,
                            choices: padded,
                        };
                        let window = Window {
                            start: (sample * g.filters + filter) * area + first * width,
                            plane: area,
                            row_stride: width,
                            channels: g.filters - filter,
                            rows: rows.count,
                            columns: width,
                        };
                        to_lanes(dy, window, gradients, width);
                        let x = &x[sample * g.sample()..][..g.sample()];
                        let start = (sample * area + first * width) * padded + filter;
                        weight_gradients(x, rows, gradients, &choices[start..], &mut sums);
                    }
                    for lane in 0..LANES.min(g.filters - filter) {
                        for tap in 0..TAPS {
                            dw[(filter + lane) * TAPS + tap] = sums[tap][lane];
                        }
                        db[filter + lane] = sums[TAPS][lane];
                    }
                }
            });
        });
    let rounded = |sums: Vec<f64>| sums.into_iter().map(|sum| sum as f32).collect();
    Gradients {
        x: None,
        w: rounded(add_in_order(&dw, groups, count)),
        b: rounded(add_in_order(&db, groups, g.filters)),
    }
}

compiled_for_each_processor! {
    /// Adds the gradients of eight filters' weights, and of their biases behind them, over some
    /// rows of windows.
    fn weight_gradients(
        x: &[f32],
        rows: Rows,
        gradients: &[Lanes],
        choices: &[u8],
        sums: &mut [[f64; LANES]; TAPS + 1],
    ) = weight_gradients_body
}

#[inline(always)]
fn weight_gradients_body<A: Arithmetic>(
    x: &[f32],
    rows: Rows,
    gradients: &[Lanes],
    choices: &[u8],
    sums: &mut [[f64; LANES]; TAPS + 1],
) {
    for row in 0..rows.count {
        let lines = lines(x, rows, row);
        // A row in float32, the rows in float64.
        let (mut taps, mut bias) = ([Lanes::ZERO; TAPS], Lanes::ZERO);
        for column in 0..rows.columns {
            let patch = patch(lines, column);
            let index = row * rows.columns + column;
            let window = place(gradients[index], take(&choices[index * rows.choices..]));
            for (place, gradient) in window.into_iter().enumerate() {
                for tap in 0..TAPS {
                    let pixel = patch[place / 2 + tap / 3][place % 2 + tap % 3];
                    taps[tap] = gradient.scaled_plus::<A>(pixel, taps[tap]);
                }
            }
            bias = bias + (window[0] + window[1] + (window[2] + window[3]));
        }
        for (sums, taps) in sums.iter_mut().zip(taps.into_iter().chain([bias])) {
            for lane in 0..LANES {
                sums[lane] += f64::from(taps.0[lane]);
            }
        }
    }
}
