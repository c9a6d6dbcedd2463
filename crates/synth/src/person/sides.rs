//! Which landmarks belong to one side's brow and eye.

use crate::geometry::Flat;

/// The points of one side's brow and eye. Lids run from the image's left to its right.
pub(super) struct Side {
    /// −1 the image's left, +1 its right.
    pub(super) sign: f32,
    pub(super) brow: std::ops::Range<usize>,
    pub(super) eye: std::ops::Range<usize>,
    pub(super) upper: [usize; 4],
}

pub(super) const SIDES: [Side; 2] = [
    Side {
        sign: -1.0,
        brow: 17..22,
        eye: 36..42,
        upper: [36, 37, 38, 39],
    },
    Side {
        sign: 1.0,
        brow: 22..27,
        eye: 42..48,
        upper: [42, 43, 44, 45],
    },
];

/// The mean of some points.
pub(super) fn middle(points: &[Flat]) -> Flat {
    let count = points.len() as f32;
    std::array::from_fn(|axis| points.iter().map(|p| p[axis]).sum::<f32>() / count)
}
