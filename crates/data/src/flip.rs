//! Mirrored faces: which point becomes which.

use faceoff_config::LANDMARKS;

/// For each point, the point that stands in its place in a mirrored face. Points are numbered as
/// in the iBUG 300-W markup (Sagonas et al. 2013), counted from 0: jaw 0–16, brows 17–26, nose
/// 27–35, eyes 36–47, mouth 48–67.
pub const MIRROR: [usize; LANDMARKS] = [
    16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, // jaw
    26, 25, 24, 23, 22, 21, 20, 19, 18, 17, // brows
    27, 28, 29, 30, 35, 34, 33, 32, 31, // nose
    45, 44, 43, 42, 47, 46, // right eye
    39, 38, 37, 36, 41, 40, // left eye
    54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, // outer lip
    64, 63, 62, 61, 60, 67, 66, 65, // inner lip
];

/// Mirrors points in place in a picture `width` wide: x becomes `width − 1 − x`, and the points
/// change places with their mirror images. `points` is x0, y0, x1, y1, …
pub fn mirror(points: &mut [f32; 2 * LANDMARKS], width: f32) {
    let before = *points;
    for (to, from) in MIRROR.into_iter().enumerate() {
        points[2 * to] = width - 1.0 - before[2 * from];
        points[2 * to + 1] = before[2 * from + 1];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirroring_twice_changes_nothing() {
        for (i, &j) in MIRROR.iter().enumerate() {
            assert_eq!(MIRROR[j], i, "point {i}");
        }
        let mut points: [f32; 2 * LANDMARKS] = std::array::from_fn(|i| i as f32);
        let before = points;
        mirror(&mut points, 224.0);
        assert_ne!(points, before);
        mirror(&mut points, 224.0);
        assert_eq!(points, before);
    }
}
