//! Landmarks that are not in pixels of their images.

use super::super::finding::{Finding, Severity};
use crate::Face;

/// Faces smaller than this are none that a network could learn on: their landmarks are in another
/// unit.
const SMALLEST_FACE: f32 = 8.0;

/// Fewest rows of which the middle is told.
const FEW: usize = 5;

/// A set whose landmarks are in another unit, as a whole.
pub(super) fn finding(set: &'static str, faces: &[Face]) -> Option<Finding> {
    let small = faces.iter().filter(|face| extent(face) < SMALLEST_FACE);
    let unit = match 2 * small.count() > faces.len() {
        true => small_unit(faces),
        false => percentages(faces)?,
    };
    let (low, high) = range(faces);
    let text = format!(
        "the landmarks are not in pixels of their images: they lie between {low} and {high}, as {unit}"
    );
    Some(Finding {
        severity: Severity::Error,
        kind: "not_pixels",
        set,
        count: 1,
        text,
        examples: Vec::new(),
    })
}

/// Whether the landmarks of one face among others are in another unit.
pub(super) fn is_small(face: &Face) -> bool {
    extent(face) < SMALLEST_FACE
}

/// What numbers within a few pixels are, and what makes pixels of them.
fn small_unit(faces: &[Face]) -> &'static str {
    match range(faces) {
        (low, high) if low >= -0.25 && high <= 1.25 => {
            "shares of the image would, from 0 to 1; multiply x by the width and y by the height"
        }
        (low, high) if low >= -1.1 && high <= 1.1 => {
            "places from -1 to 1 would; x in pixels is (x + 1) / 2 times the width, and y \
             likewise with the height"
        }
        _ => {
            "numbers that were normalised already would, such as (p - 100) / 50; undo that, in \
             pixels of the image at its own size"
        }
    }
}

/// Whether the landmarks are percentages of the images' sides: none above 100, around the middle as
/// such, and far from the middle of the images as pixels.
fn percentages(faces: &[Face]) -> Option<&'static str> {
    let (low, high) = range(faces);
    if faces.len() < FEW || low < -5.0 || high > 105.0 {
        return None;
    }
    let is_middle = |share: f32| (0.4..0.65).contains(&share);
    let middle = |axis: usize, whole: &dyn Fn(&Face) -> f32| {
        let mut shares: Vec<f32> = faces.iter().map(|f| centre(f, axis) / whole(f)).collect();
        shares.sort_by(f32::total_cmp);
        shares[shares.len() / 2]
    };
    let as_shares = is_middle(middle(0, &|_| 100.0)) && is_middle(middle(1, &|_| 100.0));
    let as_pixels = [
        middle(0, &|f| f.width as f32),
        middle(1, &|f| f.height as f32),
    ];
    let off = as_pixels.iter().any(|&share| !(0.35..0.7).contains(&share));
    (as_shares && off).then_some(
        "percentages would; multiply x by the width, y by the height, and divide both by 100",
    )
}

fn values(face: &Face, axis: usize) -> impl Iterator<Item = f32> {
    face.landmarks.iter().copied().skip(axis).step_by(2)
}

fn ends(values: impl Iterator<Item = f32>) -> (f32, f32) {
    values.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    })
}

/// The longer side of the box around the landmarks.
fn extent(face: &Face) -> f32 {
    let side = |axis| {
        let (low, high) = ends(values(face, axis));
        high - low
    };
    side(0).max(side(1))
}

fn centre(face: &Face, axis: usize) -> f32 {
    let (low, high) = ends(values(face, axis));
    (low + high) / 2.0
}

/// The smallest and the largest number of a set.
fn range(faces: &[Face]) -> (f32, f32) {
    ends(faces.iter().flat_map(|face| face.landmarks.iter().copied()))
}
