//! Errors of landmarks, whatever the network was trained on.
//!
//! The landmarks of one image are `x0, y0, x1, y1, …` in pixels, in the order of a
//! [`Scheme`](faceoff_landmarks::Scheme). The measures are those of the 300-W challenge (Sagonas et
//! al., "300 faces in-the-wild challenge: database and results", Image and Vision Computing 47,
//! 2016).

mod cumulative;
mod error;
mod normalizer;
mod region;

pub use cumulative::{CumulativeCurve, CurvePoint, area_under_curve, failure_rate};
pub use error::{landmark_errors, mean_errors_by_landmark, mean_landmark_error, to_original};
pub use normalizer::{Normalizer, nme};
pub use region::region_errors;

/// Landmark `index` of `landmarks`, as x and y.
fn point(landmarks: &[f32], index: usize) -> [f64; 2] {
    [
        f64::from(landmarks[2 * index]),
        f64::from(landmarks[2 * index + 1]),
    ]
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    f64::hypot(a[0] - b[0], a[1] - b[1])
}
