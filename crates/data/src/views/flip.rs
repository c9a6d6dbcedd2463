//! Mirrored images.

use faceoff_landmarks::Scheme;
use faceoff_random::Stream;
use faceoff_spec::Flip;

/// Whether a training image is mirrored; `stream` is asked where that is left to chance.
pub(super) fn draw(flip: Flip, stream: impl FnOnce() -> Stream) -> bool {
    !flip.is_off() && stream().chance(flip.0)
}

/// Where along a row the place `x` of a mirrored crop, `side` pixels wide, was before.
pub(super) fn source(x: f32, side: usize) -> f32 {
    (side - 1) as f32 - x
}

/// Brings landmarks of a crop, x0, y0, x1, y1, …, to their places in the mirrored one. A left
/// corner becomes the right one.
pub(super) fn move_landmarks(scheme: &Scheme, landmarks: &mut [f32], side: usize) {
    scheme.mirror_coordinates(landmarks, side as f32);
}
