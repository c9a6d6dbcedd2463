//! Eight channels side by side: from planes, as tensors lie, and back.
//!
//! An image of eight channels as lanes has one [`Lanes`] for each pixel, a channel in each lane.
//! Where fewer than eight channels are left the others are zero.

use std::mem::MaybeUninit;

use crate::cpu::memory::Disjoint;
use crate::cpu::simd::{Arithmetic, LANES, Lanes, compiled_for_each_processor};

/// Where a window of eight channels lies among planes: pixel (row, column) of channel c is at
/// `start + c · plane + row · row_stride + column`.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    pub(crate) start: usize,
    pub(crate) plane: usize,
    pub(crate) row_stride: usize,
    /// Channels there are, at most eight are taken.
    pub(crate) channels: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

/// Eight vectors of eight numbers, rows for columns.
#[inline(always)]
fn transposed(rows: [Lanes; LANES]) -> [Lanes; LANES] {
    // Three rounds of exchanges between pairs, as the processor's shuffles do them.
    #[inline(always)]
    fn lower(a: Lanes, b: Lanes) -> Lanes {
        let (a, b) = (a.0, b.0);
        Lanes([a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5]])
    }
    #[inline(always)]
    fn upper(a: Lanes, b: Lanes) -> Lanes {
        let (a, b) = (a.0, b.0);
        Lanes([a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7]])
    }
    #[inline(always)]
    fn pairs_lower(a: Lanes, b: Lanes) -> Lanes {
        let (a, b) = (a.0, b.0);
        Lanes([a[0], a[1], b[0], b[1], a[4], a[5], b[4], b[5]])
    }
    #[inline(always)]
    fn pairs_upper(a: Lanes, b: Lanes) -> Lanes {
        let (a, b) = (a.0, b.0);
        Lanes([a[2], a[3], b[2], b[3], a[6], a[7], b[6], b[7]])
    }
    #[inline(always)]
    fn halves_lower(a: Lanes, b: Lanes) -> Lanes {
        let (a, b) = (a.0, b.0);
        Lanes([a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]])
    }
    #[inline(always)]
    fn halves_upper(a: Lanes, b: Lanes) -> Lanes {
        let (a, b) = (a.0, b.0);
        Lanes([a[4], a[5], a[6], a[7], b[4], b[5], b[6], b[7]])
    }
    let r = rows;
    let s = [
        lower(r[0], r[1]),
        upper(r[0], r[1]),
        lower(r[2], r[3]),
        upper(r[2], r[3]),
        lower(r[4], r[5]),
        upper(r[4], r[5]),
        lower(r[6], r[7]),
        upper(r[6], r[7]),
    ];
    let t = [
        pairs_lower(s[0], s[2]),
        pairs_upper(s[0], s[2]),
        pairs_lower(s[1], s[3]),
        pairs_upper(s[1], s[3]),
        pairs_lower(s[4], s[6]),
        pairs_upper(s[4], s[6]),
        pairs_lower(s[5], s[7]),
        pairs_upper(s[5], s[7]),
    ];
    [
        halves_lower(t[0], t[4]),
        halves_lower(t[1], t[5]),
        halves_lower(t[2], t[6]),
        halves_lower(t[3], t[7]),
        halves_upper(t[0], t[4]),
        halves_upper(t[1], t[5]),
        halves_upper(t[2], t[6]),
        halves_upper(t[3], t[7]),
    ]
}

compiled_for_each_processor! {
    /// The window as lanes, `stride` lanes a row; lanes behind the last column and row are left
    /// as they are.
    pub(crate) fn to_lanes(planes: &[f32], window: Window, lanes: &mut [Lanes], stride: usize) = to_lanes_body
}

#[inline(always)]
fn to_lanes_body<A: Arithmetic>(
    planes: &[f32],
    window: Window,
    lanes: &mut [Lanes],
    stride: usize,
) {
    let channels = window.channels.min(LANES);
    for row in 0..window.rows {
        let start = window.start + row * window.row_stride;
        let lanes = &mut lanes[row * stride..][..window.columns];
        let (whole, rest) = lanes.as_chunks_mut::<LANES>();
        let mut column = 0;
        for chunk in whole {
            let mut numbers = [Lanes::ZERO; LANES];
            for (channel, numbers) in numbers[..channels].iter_mut().enumerate() {
                *numbers = Lanes::load(&planes[start + channel * window.plane + column..]);
            }
            *chunk = transposed(numbers);
            column += LANES;
        }
        for lanes in rest {
            *lanes = Lanes::ZERO;
            for channel in 0..channels {
                lanes.0[channel] = planes[start + channel * window.plane + column];
            }
            column += 1;
        }
    }
}

compiled_for_each_processor! {
    /// Writes lanes, `stride` a row, to the window.
    fn from_lanes(lanes: &[Lanes], stride: usize, planes: &mut [f32], window: Window) = from_lanes_body
}

#[inline(always)]
fn from_lanes_body<A: Arithmetic>(
    lanes: &[Lanes],
    stride: usize,
    planes: &mut [f32],
    window: Window,
) {
    let channels = window.channels.min(LANES);
    for row in 0..window.rows {
        let start = window.start + row * window.row_stride;
        let (whole, rest) = lanes[row * stride..][..window.columns].as_chunks::<LANES>();
        let mut column = 0;
        for chunk in whole {
            let numbers = transposed(*chunk);
            for (channel, numbers) in numbers[..channels].iter().enumerate() {
                numbers.store(&mut planes[start + channel * window.plane + column..]);
            }
            column += LANES;
        }
        for lanes in rest {
            for channel in 0..channels {
                planes[start + channel * window.plane + column] = lanes.0[channel];
            }
            column += 1;
        }
    }
}

/// Writes the first `window.channels` lanes of each pixel to as many planes of `out`, from
/// `start` on, `plane` apart. `planes` is working memory for all lanes of the window.
///
/// # Safety
/// No part of `out` that this writes to may be in use.
#[allow(unsafe_code)]
pub(crate) unsafe fn write_planes(
    lanes: &[Lanes],
    stride: usize,
    planes: &mut [f32],
    [rows, columns, channels]: [usize; 3],
    out: &Disjoint<'_, MaybeUninit<f32>>,
    [start, plane]: [usize; 2],
) {
    let length = rows * columns;
    let window = Window {
        start: 0,
        plane: length,
        row_stride: columns,
        channels,
        rows,
        columns,
    };
    from_lanes(lanes, stride, planes, window);
    for (channel, numbers) in planes.chunks(length).take(channels).enumerate() {
        // SAFETY: by this function's contract.
        let part = unsafe { out.part(start + channel * plane, length) };
        part.write_copy_of_slice(numbers);
    }
}

compiled_for_each_processor! {
    /// Adds lanes, `stride` a row, to the window.
    pub(crate) fn add_lanes(lanes: &[Lanes], stride: usize, planes: &mut [f32], window: Window) = add_lanes_body
}

#[inline(always)]
fn add_lanes_body<A: Arithmetic>(
    lanes: &[Lanes],
    stride: usize,
    planes: &mut [f32],
    window: Window,
) {
    let channels = window.channels.min(LANES);
    for row in 0..window.rows {
        let start = window.start + row * window.row_stride;
        let (whole, rest) = lanes[row * stride..][..window.columns].as_chunks::<LANES>();
        let mut column = 0;
        for chunk in whole {
            let numbers = transposed(*chunk);
            for (channel, numbers) in numbers[..channels].iter().enumerate() {
                let target = &mut planes[start + channel * window.plane + column..];
                (Lanes::load(target) + *numbers).store(target);
            }
            column += LANES;
        }
        for lanes in rest {
            for channel in 0..channels {
                planes[start + channel * window.plane + column] += lanes.0[channel];
            }
            column += 1;
        }
    }
}

/// Numbers as lanes, to be changed.
pub(crate) fn as_lanes_mut(numbers: &mut [f32]) -> &mut [Lanes] {
    // SAFETY: `Lanes` is a transparent array of float32, with its alignment, valid for any bits.
    #[allow(unsafe_code)]
    let (before, lanes, after) = unsafe { numbers.align_to_mut::<Lanes>() };
    assert!(before.is_empty() && after.is_empty(), "not whole lanes");
    lanes
}
