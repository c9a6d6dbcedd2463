//! What the faces of a data set look like in the middle.

use faceoff_landmarks::Scheme;

use super::fit::Shape;

/// Farthest that the shape of a face lies from the typical one. Of 4,232 frames of videos one in
/// two lies below 0.15, one in a hundred above 0.35 (profiles), and one above this.
pub(super) const FARTHEST: f64 = 0.45;

/// Farthest that one landmark lies from where the typical face has it, in units of the face (the
/// root of the sum of all squared distances from its centre). In 4,232 frames of videos one row in
/// a thousand reaches 0.13, and the two above this are wrong.
pub(super) const FARTHEST_LANDMARK: f64 = 0.2;

/// Fewest rows that say more of what is typical than the scheme does.
const FEW: usize = 8;

/// Rows that are compared with all others where the scheme has no mean face.
const TRIED: usize = 50;

/// The typical shape of `shapes`: the median of those that look like the mean face of `scheme`, or
/// that face where few do. Where the scheme has none, most rows are taken to be right.
pub(super) fn typical(shapes: &[Shape], scheme: &Scheme) -> Option<Shape> {
    let mean_face = mean_face(scheme);
    let mut typical = match &mean_face {
        Some(face) => face.clone(),
        None => most_central(shapes)?,
    };
    // Twice is enough: the median hardly moves then.
    for _ in 0..2 {
        let alike: Vec<&Shape> = shapes
            .iter()
            .filter(|shape| shape.fit(&typical).distance <= FARTHEST)
            .collect();
        if alike.len() < FEW {
            break;
        }
        typical = Shape::median(&alike, &typical)?;
    }
    // A landmark that is out of place in most rows is so in their median.
    let moved = |face: &Shape| typical.farthest(face).1 > FARTHEST_LANDMARK;
    Some(mean_face.filter(moved).unwrap_or(typical))
}

fn mean_face(scheme: &Scheme) -> Option<Shape> {
    let places = scheme.mean_face()?.iter();
    Shape::new(places.map(|place| place.map(f64::from)))
}

/// The shape to which most others are near, among a few tried.
fn most_central(shapes: &[Shape]) -> Option<Shape> {
    let tried = shapes.iter().step_by(shapes.len().div_ceil(TRIED).max(1));
    let near = |shape: &Shape| {
        let others = shapes.iter();
        let near = others.filter(|other| other.fit(shape).distance <= FARTHEST);
        near.count()
    };
    tried.max_by_key(|shape| near(shape)).cloned()
}
