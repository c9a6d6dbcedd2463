//! From pixels to points and back, for a block of tiles and eight channels.

use super::tiling::Points;
use super::transform::{IN, Input, InputGradient, OUT, Output, OutputGradient, both};
use crate::cpu::conv::pool_windows::{pick, place, take};
use crate::cpu::simd::{Arithmetic, LANES, Lanes, compiled_for_each_processor};

/// What is done with a block of `rows` × `columns` tiles: eight channels, the first of which is
/// `channel`, at the places of `points`.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) channel: usize,
    pub(crate) points: Points,
}

impl Block {
    /// Where the first point of a tile lies.
    #[inline(always)]
    fn place(self, row: usize, column: usize) -> usize {
        self.channel + (row * self.columns + column) * self.points.item
    }

    #[inline(always)]
    fn load(self, points: &[f32], place: usize) -> [[Lanes; IN]; IN] {
        let mut tile = [[Lanes::ZERO; IN]; IN];
        for (point, lanes) in tile.as_flattened_mut().iter_mut().enumerate() {
            *lanes = Lanes::load(&points[place + point * self.points.point..]);
        }
        tile
    }

    #[inline(always)]
    fn store(self, points: &mut [f32], place: usize, tile: [[Lanes; IN]; IN]) {
        for (point, lanes) in tile.as_flattened().iter().enumerate() {
            lanes.store(&mut points[place + point * self.points.point..]);
        }
    }
}

compiled_for_each_processor! {
    /// Points from input pixels, `stride` a row.
    pub(crate) fn input(block: Block, pixels: &[Lanes], stride: usize, points: &mut [f32]) = input_body
}

#[inline(always)]
fn input_body<A: Arithmetic>(block: Block, pixels: &[Lanes], stride: usize, points: &mut [f32]) {
    for tile in 0..block.rows * block.columns {
        let (row, column) = (tile / block.columns, tile % block.columns);
        let place = block.place(row, column);
        let mut tile = [[Lanes::ZERO; IN]; IN];
        for (y, tile) in tile.iter_mut().enumerate() {
            let start = (row * OUT + y) * stride + column * OUT;
            tile.copy_from_slice(&pixels[start..start + IN]);
        }
        block.store(points, place, both::<A, Input, _, _>(tile));
    }
}

compiled_for_each_processor! {
    /// Adds the gradients of input pixels, `stride` a row, from those of points.
    pub(crate) fn input_gradient(block: Block, points: &[f32], pixels: &mut [Lanes], stride: usize) = input_gradient_body
}

#[inline(always)]
fn input_gradient_body<A: Arithmetic>(
    block: Block,
    points: &[f32],
    pixels: &mut [Lanes],
    stride: usize,
) {
    for tile in 0..block.rows * block.columns {
        let (row, column) = (tile / block.columns, tile % block.columns);
        let place = block.place(row, column);
        let tile = both::<A, InputGradient, _, _>(block.load(points, place));
        for (y, tile) in tile.iter().enumerate() {
            let start = (row * OUT + y) * stride + column * OUT;
            for (pixel, gradient) in pixels[start..start + IN].iter_mut().zip(tile) {
                *pixel = *pixel + *gradient;
            }
        }
    }
}

/// Pooled numbers of a block in lanes, `stride` a row, and their choices, of which `rows` ×
/// `columns` are kept: those of (row, column) at `(row · columns + column) · choice_stride`.
#[derive(Clone, Copy)]
pub(crate) struct Pooled {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) stride: usize,
    pub(crate) choice_stride: usize,
}

impl Pooled {
    /// Where the choices of a window lie, unless it is beyond the last.
    #[inline(always)]
    fn choices(self, row: usize, column: usize) -> Option<usize> {
        (row < self.rows && column < self.columns)
            .then(|| (row * self.columns + column) * self.choice_stride)
    }
}

compiled_for_each_processor! {
    /// Outputs from points, with `bias`, ReLU and max-pool.
    pub(crate) fn output(
        block: Block,
        points: &[f32],
        bias: Lanes,
        pooled: Pooled,
        results: &mut [Lanes],
        choices: &mut [u8],
    ) = output_body
}

#[inline(always)]
fn output_body<A: Arithmetic>(
    block: Block,
    points: &[f32],
    bias: Lanes,
    pooled: Pooled,
    results: &mut [Lanes],
    choices: &mut [u8],
) {
    for tile in 0..block.rows * block.columns {
        let (row, column) = (tile / block.columns, tile % block.columns);
        let place = block.place(row, column);
        let tile = both::<A, Output, _, _>(block.load(points, place));
        for y in 0..OUT / 2 {
            for x in 0..OUT / 2 {
                let at = |dy: usize, dx: usize| tile[2 * y + dy][2 * x + dx] + bias;
                let (result, chosen) = pick([at(0, 0), at(0, 1), at(1, 0), at(1, 1)]);
                let (row, column) = (row * OUT / 2 + y, column * OUT / 2 + x);
                results[row * pooled.stride + column] = result;
                if let Some(start) = pooled.choices(row, column) {
                    choices[start..][..LANES].copy_from_slice(&chosen);
                }
            }
        }
    }
}

compiled_for_each_processor! {
    /// Gradients of points from those of the pooled numbers; the sum of the gradients that pass
    /// is added to `sum`.
    pub(crate) fn output_gradient(
        block: Block,
        gradients: &[Lanes],
        choices: &[u8],
        pooled: Pooled,
        points: &mut [f32],
        sum: &mut [f64; LANES],
    ) = output_gradient_body
}

#[inline(always)]
fn output_gradient_body<A: Arithmetic>(
    block: Block,
    gradients: &[Lanes],
    choices: &[u8],
    pooled: Pooled,
    points: &mut [f32],
    sum: &mut [f64; LANES],
) {
    for tile in 0..block.rows * block.columns {
        let (row, column) = (tile / block.columns, tile % block.columns);
        let place_of_tile = block.place(row, column);
        let mut tile = [[Lanes::ZERO; OUT]; OUT];
        for y in 0..OUT / 2 {
            for x in 0..OUT / 2 {
                let (row, column) = (row * OUT / 2 + y, column * OUT / 2 + x);
                let Some(start) = pooled.choices(row, column) else {
                    continue;
                };
                let gradient = gradients[row * pooled.stride + column];
                let window = place(gradient, take(&choices[start..]));
                // Of four numbers at most one is not 0.
                let passed = window[0] + window[1] + (window[2] + window[3]);
                for lane in 0..LANES {
                    sum[lane] += f64::from(passed.0[lane]);
                }
                for (index, numbers) in window.into_iter().enumerate() {
                    tile[2 * y + index / 2][2 * x + index % 2] = numbers;
                }
            }
        }
        block.store(points, place_of_tile, both::<A, OutputGradient, _, _>(tile));
    }
}
