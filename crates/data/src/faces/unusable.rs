//! Images that nothing can be learned from, whatever network there is: too small ones, and those whose
//! landmarks are no places in the image.

use std::fmt::{Display, Formatter, Result};

/// Fewest pixels of a side. A face in fewer has no landmarks that could be told apart.
pub(crate) const SHORTEST_SIDE: usize = 16;

/// How far, in sides of the box around the others, a single landmark lies from the nearest one to be
/// taken for a mark instead of one that was moved to the edge.
const APART: f32 = 0.25;

/// Why an image with its landmarks cannot be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unusable {
    /// Width and height of an image with a side below [`SHORTEST_SIDE`].
    Small([usize; 2]),
    /// Where all landmarks lie.
    OnePlace([f32; 2]),
    /// Width and height of an image outside which all landmarks lie.
    Outside([usize; 2]),
    /// How many landmarks lie where a mark says that they are missing, and the mark.
    Marks(usize, [f32; 2]),
}

impl Unusable {
    /// Why an image of `size`, width and height, cannot be used with `landmarks`, x0, y0, x1, y1, …;
    /// `None` where it can.
    pub(crate) fn of(landmarks: &[f32], size: [usize; 2]) -> Option<Self> {
        let places: Vec<[f32; 2]> = landmarks.chunks_exact(2).map(|p| [p[0], p[1]]).collect();
        if size.iter().any(|&side| side < SHORTEST_SIDE) {
            return Some(Self::Small(size));
        }
        let &first = places.first()?;
        if places.len() > 1 && places.iter().all(|&place| place == first) {
            return Some(Self::OnePlace(first));
        }
        let [width, height] = size.map(|side| side as f32);
        let inside = |&[x, y]: &[f32; 2]| (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
        if !places.iter().any(inside) {
            return Some(Self::Outside(size));
        }
        marks(&places, width.max(height))
    }
}

/// Landmarks at (0, 0), (-1, -1), (9999, 9999) and the like: several at one such place, or one far
/// from all others.
fn marks(places: &[[f32; 2]], longest: f32) -> Option<Unusable> {
    let is_mark = |&[x, y]: &[f32; 2]| x == y && (x <= 0.0 || x > longest);
    let mark = *places.iter().find(|place| is_mark(place))?;
    let others: Vec<[f32; 2]> = places
        .iter()
        .filter(|place| !is_mark(place))
        .copied()
        .collect();
    let count = places.iter().filter(|&&place| place == mark).count();
    let farther = |[x, y]: [f32; 2]| (x - mark[0]).abs().max((y - mark[1]).abs());
    let nearest = others
        .iter()
        .map(|&place| farther(place))
        .fold(f32::INFINITY, f32::min);
    let apart = nearest > APART * extent(&others);
    (count > 1 || apart).then_some(Unusable::Marks(count, mark))
}

/// The longer side of the box around `places`.
fn extent(places: &[[f32; 2]]) -> f32 {
    let side = |axis: usize| {
        let values = places.iter().map(|place| place[axis]);
        values.clone().fold(f32::NEG_INFINITY, f32::max) - values.fold(f32::INFINITY, f32::min)
    };
    side(0).max(side(1))
}

impl Display for Unusable {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self {
            Self::Small([width, height]) => write!(
                out,
                "the image is {width}×{height} pixels; expected at least {SHORTEST_SIDE} on each side"
            ),
            Self::OnePlace([x, y]) => write!(
                out,
                "all landmarks lie at ({x}, {y}); expected each where it is in the image"
            ),
            Self::Outside([width, height]) => write!(
                out,
                "all landmarks lie outside the image of {width}×{height} pixels; expected pixels of \
                 this image"
            ),
            Self::Marks(count, [x, y]) => {
                let landmarks = if *count == 1 {
                    "landmark lies"
                } else {
                    "landmarks lie"
                };
                write!(
                    out,
                    "{count} {landmarks} at ({x}, {y}), as a mark for what is missing; expected every \
                     landmark to be there"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Landmarks on a curve from (20, 30) to (60, 70).
    fn face() -> Vec<f32> {
        let place = |i: usize| [20.0 + i as f32, 30.0 + (i * i) as f32 / 40.0];
        (0..=40).flat_map(place).collect()
    }

    fn with(changes: &[(usize, [f32; 2])]) -> Vec<f32> {
        let mut face = face();
        for (landmark, place) in changes {
            face[2 * landmark..2 * landmark + 2].copy_from_slice(place);
        }
        face
    }

    #[test]
    fn what_nothing_can_be_learned_from_is_told_apart() {
        let square = [100, 100];
        for (landmarks, size, expected) in [
            (face(), square, None),
            (face(), [100, 16], Some(Unusable::Outside([100, 16]))),
            (face(), [100, 15], Some(Unusable::Small([100, 15]))),
            (face(), [12_000, 3], Some(Unusable::Small([12_000, 3]))),
            (face(), [20, 29], Some(Unusable::Outside([20, 29]))),
            // One landmark inside is enough.
            (face(), [20, 30], None),
            (vec![7.5; 82], square, Some(Unusable::OnePlace([7.5; 2]))),
            (
                with(&[(3, [0.0; 2])]),
                square,
                Some(Unusable::Marks(1, [0.0; 2])),
            ),
            (
                with(&[(3, [-1.0; 2]), (9, [-1.0; 2])]),
                square,
                Some(Unusable::Marks(2, [-1.0; 2])),
            ),
            (
                with(&[(40, [9999.0; 2])]),
                square,
                Some(Unusable::Marks(1, [9999.0; 2])),
            ),
            // Moved to the edge beside its neighbours; on the diagonal within the image.
            (with(&[(0, [0.0; 2]), (1, [4.0, 5.0])]), square, None),
            (with(&[(3, [90.0; 2])]), square, None),
        ] {
            assert_eq!(Unusable::of(&landmarks, size), expected, "{landmarks:?}");
        }
    }
}
