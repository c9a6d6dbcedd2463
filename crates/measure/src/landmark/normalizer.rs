//! Errors relative to the size of the face.

use faceoff_landmarks::Group;

use super::{distance, mean_landmark_error, point};

/// Shortest length, in pixels, that an error is divided by.
///
/// A face whose eyes are nearer than the pixels can tell apart is a wrong truth. Dividing by its
/// length would let that one image outweigh all others, or be infinite.
const SHORTEST_LENGTH: f64 = 1.0;

/// The length that stands for the size of a face, always of the true landmarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalizer<'a> {
    /// Distance of two groups' centres, which the landmark scheme names: of the outer eye corners
    /// (300-W challenge, Sagonas et al., 2013 and 2016), or of the eyes' centres (e.g. Ren et al.,
    /// "Face alignment at 3000 FPS via regressing local binary features", CVPR 2014).
    Between(&'a [Group; 2]),
    /// `sqrt(width · height)` of the box around the landmarks (Bulat and Tzimiropoulos, "How far
    /// are we from solving the 2D & 3D face alignment problem?", ICCV 2017). It stays long for
    /// faces in profile, whose eyes come together.
    Box,
}

impl Normalizer<'_> {
    /// The length in `truth`, x0, y0, x1, y1, … in pixels; `None` when it is below one pixel or not a
    /// number, so that no error can sensibly be divided by it.
    ///
    /// # Panics
    /// When `truth` lacks a landmark of the groups.
    pub fn length(self, truth: &[f32]) -> Option<f64> {
        let length = match self {
            Self::Between(ends) => between(truth, ends),
            Self::Box => (extent(truth, 0) * extent(truth, 1)).sqrt(),
        };
        (length.is_finite() && length >= SHORTEST_LENGTH).then_some(length)
    }
}

/// Normalised mean error of one image: its mean landmark error divided by the face's length, as a
/// fraction.
///
/// Where the truth has no such length ([`Normalizer::length`] is `None`) the error is divided by
/// one pixel: finite, and large enough to count as a failure. Ask for the length first to leave
/// such images out.
///
/// # Panics
/// When the truth lacks a landmark of the normalizer, or the prediction has a different number.
pub fn nme(predicted: &[f32], truth: &[f32], normalizer: Normalizer<'_>) -> f64 {
    mean_landmark_error(predicted, truth) / normalizer.length(truth).unwrap_or(SHORTEST_LENGTH)
}

/// Distance of two groups' centres.
fn between(landmarks: &[f32], [first, second]: &[Group; 2]) -> f64 {
    distance(centre(landmarks, first), centre(landmarks, second))
}

fn centre(landmarks: &[f32], group: &[usize]) -> [f64; 2] {
    let mut sum = [0.0; 2];
    for &index in group {
        let [x, y] = point(landmarks, index);
        sum = [sum[0] + x, sum[1] + y];
    }
    [sum[0] / group.len() as f64, sum[1] / group.len() as f64]
}

/// Largest minus smallest coordinate along an axis, 0 for x.
fn extent(landmarks: &[f32], axis: usize) -> f64 {
    let coordinates = landmarks
        .iter()
        .skip(axis)
        .step_by(2)
        .map(|&c| f64::from(c));
    let (low, high) = coordinates.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), c| {
        (low.min(c), high.max(c))
    });
    high - low
}

#[cfg(test)]
mod tests {
    use faceoff_landmarks::Scheme;

    use super::*;

    /// The length between the ends that the scheme gives that name.
    fn between(name: &str) -> Normalizer<'static> {
        Normalizer::Between(Scheme::face_68().normalizer(name).unwrap())
    }

    /// Everything at the origin but the eyes: corners 60 apart, the left eye's other points at
    /// (6, 0), the right eye's at (54, 0), and one point that makes the box 60 × 15.
    fn face() -> Vec<f32> {
        let mut face = vec![0.0; Scheme::face_68().outputs()];
        for index in 37..42 {
            face[2 * index] = 6.0;
        }
        for index in 42..48 {
            face[2 * index] = 54.0;
        }
        face[2 * 45] = 60.0;
        face[2 * 8 + 1] = 15.0;
        face
    }

    #[test]
    fn lengths_are_as_defined() {
        assert_eq!(between("inter-ocular").length(&face()), Some(60.0));
        // Left centre (0 + 5·6)/6 = 5, right centre (5·54 + 60)/6 = 55.
        assert_eq!(between("inter-pupil").length(&face()), Some(50.0));
        assert_eq!(Normalizer::Box.length(&face()), Some(30.0));
    }

    #[test]
    fn errors_are_divided_by_the_length() {
        let predicted: Vec<f32> = face().iter().map(|c| c + 3.0).collect();
        let error = 18f64.sqrt();
        for (normalizer, length) in [
            (between("inter-ocular"), 60.0),
            (between("inter-pupil"), 50.0),
            (Normalizer::Box, 30.0),
        ] {
            assert!((nme(&predicted, &face(), normalizer) - error / length).abs() < 1e-12);
        }
    }

    #[test]
    fn a_face_without_size_gives_a_finite_failure() {
        let truth = vec![5.0; Scheme::face_68().outputs()];
        let predicted = vec![6.0; Scheme::face_68().outputs()];
        for normalizer in [
            between("inter-ocular"),
            between("inter-pupil"),
            Normalizer::Box,
        ] {
            assert_eq!(normalizer.length(&truth), None);
            assert!((nme(&predicted, &truth, normalizer) - 2f64.sqrt()).abs() < 1e-12);
        }
    }
}
