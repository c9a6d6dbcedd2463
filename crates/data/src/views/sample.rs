//! The pixels of a crop: between those of the image, bilinearly.

use super::flip;
use super::geometry::Geometry;
use super::warp::Warp;

/// Writes the crop that `geometry` says to `out`, row by row; `value` is a sample's grey, from 0
/// to 1.
pub(super) fn sample<T: Copy>(
    source: &[T],
    geometry: &Geometry,
    out: &mut [f32],
    value: impl Fn(T) -> f32,
) {
    match &geometry.warp {
        None => sample_straight(source, geometry, out, value),
        Some(warp) => sample_warped(source, geometry, warp, out, value),
    }
}

/// Where a pixel of a crop lies between two source pixels.
#[derive(Clone, Copy)]
struct Tap {
    first: usize,
    second: usize,
    weight: f32,
}

fn taps(from: usize, to: usize, corner: usize, count: usize) -> Vec<Tap> {
    let scale = from as f64 / to as f64;
    let last = from - 1;
    let tap = |i: usize| {
        let at = ((corner + i) as f64 + 0.5) * scale - 0.5;
        if at <= 0.0 {
            return Tap {
                first: 0,
                second: 0,
                weight: 0.0,
            };
        }
        let first = (at as usize).min(last);
        let weight = if first == last {
            0.0
        } else {
            (at - first as f64) as f32
        };
        Tap {
            first,
            second: (first + 1).min(last),
            weight,
        }
    };
    (0..count).map(tap).collect()
}

/// Rows and columns of the crop lie along those of the image.
fn sample_straight<T: Copy>(
    source: &[T],
    geometry: &Geometry,
    out: &mut [f32],
    value: impl Fn(T) -> f32,
) {
    let size = geometry.input_size;
    let [width, height] = geometry.original;
    let mut columns = taps(width, geometry.resized[0], geometry.corner[0], size);
    let rows = taps(height, geometry.resized[1], geometry.corner[1], size);
    if geometry.flipped {
        columns.reverse();
    }
    for (row, line) in rows.iter().zip(out.chunks_exact_mut(size)) {
        let above = &source[row.first * width..][..width];
        let below = &source[row.second * width..][..width];
        for (column, pixel) in columns.iter().zip(line) {
            let across = |line: &[T]| {
                let (a, b) = (value(line[column.first]), value(line[column.second]));
                a + (b - a) * column.weight
            };
            let (a, b) = (across(above), across(below));
            *pixel = a + (b - a) * row.weight;
        }
    }
}

fn sample_warped<T: Copy>(
    source: &[T],
    geometry: &Geometry,
    warp: &Warp,
    out: &mut [f32],
    value: impl Fn(T) -> f32,
) {
    let size = geometry.input_size;
    let width = geometry.original[0];
    // The two pixels around a place in the crop, along an axis, and how near it is to the second.
    let around = |place: f32, axis: usize| {
        let scale = geometry.original[axis] as f32 / geometry.resized[axis] as f32;
        let last = geometry.original[axis] - 1;
        let at =
            ((geometry.corner[axis] as f32 + place + 0.5) * scale - 0.5).clamp(0.0, last as f32);
        let first = at as usize;
        (first, (first + 1).min(last), at - first as f32)
    };
    for (row, line) in out.chunks_exact_mut(size).enumerate() {
        for (column, pixel) in line.iter_mut().enumerate() {
            let [x, y] = warp.source([column as f32, row as f32]);
            let x = if geometry.flipped {
                flip::source(x, size)
            } else {
                x
            };
            let (left, right, across) = around(x, 0);
            let (above, below, down) = around(y, 1);
            let between = |row: usize| {
                let (a, b) = (source[row * width + left], source[row * width + right]);
                let (a, b) = (value(a), value(b));
                a + (b - a) * across
            };
            let (a, b) = (between(above), between(below));
            *pixel = a + (b - a) * down;
        }
    }
}
