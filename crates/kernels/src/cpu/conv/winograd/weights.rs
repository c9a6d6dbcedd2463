//! Weights of 3×3 filters as points, and the gradients of points as those of weights.

use rayon::prelude::*;

use super::tiling::Points;
use super::transform::{Filter, FilterGradient, IN, POINTS, both};
use crate::cpu::matmul::PANEL;
use crate::cpu::simd::{Arithmetic, LANES, Lanes, compiled_for_each_processor};

/// Weights at each point, as right operands of products: at each point the panels of a matrix
/// `depth × columns`.
pub(crate) struct Weights {
    numbers: Vec<f32>,
    depth: usize,
    columns: usize,
}

impl Weights {
    /// Channels × filters, from `w`: filters×channels×3×3. Both counts are rounded up to `depth`
    /// and `columns`, with zeros.
    pub(crate) fn by_filter(
        w: &[f32],
        filters: usize,
        channels: usize,
        padded: [usize; 2],
    ) -> Self {
        Self::new(w, [channels, filters], [9, channels * 9], padded)
    }

    /// Filters × channels, from the same.
    pub(crate) fn by_channel(
        w: &[f32],
        filters: usize,
        channels: usize,
        padded: [usize; 2],
    ) -> Self {
        Self::new(w, [filters, channels], [channels * 9, 9], padded)
    }

    /// `counts` and `strides` of depth and columns in `w`.
    fn new(
        w: &[f32],
        counts: [usize; 2],
        strides: [usize; 2],
        [depth, columns]: [usize; 2],
    ) -> Self {
        let mut numbers = vec![0f32; POINTS * depth * columns];
        // A task fills the panels of one vector of columns, at all points.
        let filled: Vec<Vec<f32>> = (0..columns / PANEL)
            .into_par_iter()
            .map(|panel| {
                let mut points = vec![0f32; POINTS * depth * PANEL];
                for half in 0..PANEL / LANES {
                    let first = panel * PANEL + half * LANES;
                    let lanes = counts[1].saturating_sub(first).min(LANES);
                    let w = w.get(first * strides[1]..).unwrap_or_default();
                    spread(
                        w,
                        strides,
                        [counts[0], lanes],
                        &mut points[half * LANES..],
                        depth,
                    );
                }
                points
            })
            .collect();
        let length = depth * PANEL;
        for (point, numbers) in numbers.chunks_exact_mut(depth * columns).enumerate() {
            for (panel, filled) in numbers.chunks_exact_mut(length).zip(&filled) {
                panel.copy_from_slice(&filled[point * length..][..length]);
            }
        }
        Self {
            numbers,
            depth,
            columns,
        }
    }

    /// The panels of a point, and how far apart they are.
    pub(crate) fn at(&self, point: usize) -> (&[f32], usize) {
        let length = self.depth * self.columns;
        (
            &self.numbers[point * length..][..length],
            self.depth * PANEL,
        )
    }
}

compiled_for_each_processor! {
    /// Writes `lanes` columns of `count` rows, at all points; points are `depth` rows apart.
    fn spread(w: &[f32], strides: [usize; 2], counts: [usize; 2], points: &mut [f32], depth: usize) = spread_body
}

#[inline(always)]
fn spread_body<A: Arithmetic>(
    w: &[f32],
    strides: [usize; 2],
    [count, lanes]: [usize; 2],
    points: &mut [f32],
    depth: usize,
) {
    for row in 0..count {
        let mut filter = [[Lanes::ZERO; 3]; 3];
        for lane in 0..lanes {
            let weights = &w[row * strides[0] + lane * strides[1]..][..9];
            for (tap, weight) in weights.iter().enumerate() {
                filter[tap / 3][tap % 3].0[lane] = *weight;
            }
        }
        let filter = both::<A, Filter, _, _>(filter);
        for (point, lanes) in filter.as_flattened().iter().enumerate() {
            lanes.store(&mut points[(point * depth + row) * PANEL..]);
        }
    }
}

compiled_for_each_processor! {
    /// Writes the gradients of weights, `dw` filters×channels×3×3, from those of their points, in
    /// which a channel's filters lie side by side.
    pub(crate) fn gather(du: &[f32], layout: Points, dw: &mut [f32], channels: usize) = gather_body
}

#[inline(always)]
fn gather_body<A: Arithmetic>(du: &[f32], layout: Points, dw: &mut [f32], channels: usize) {
    let filters = dw.len() / (channels * 9);
    for channel in 0..channels {
        for first in (0..filters).step_by(LANES) {
            let mut tile = [[Lanes::ZERO; IN]; IN];
            for (point, lanes) in tile.as_flattened_mut().iter_mut().enumerate() {
                *lanes = Lanes::load(&du[point * layout.point + channel * layout.item + first..]);
            }
            let tile = both::<A, FilterGradient, _, _>(tile);
            for lane in 0..LANES.min(filters - first) {
                let dw = &mut dw[((first + lane) * channels + channel) * 9..][..9];
                for (dw, lanes) in dw.iter_mut().zip(tile.as_flattened()) {
                    *dw = lanes.0[lane];
                }
            }
        }
    }
}
