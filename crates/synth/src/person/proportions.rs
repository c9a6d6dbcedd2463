//! What makes one face's bones differ from another's.

use faceoff_random::Stream;

use crate::chance::normal;

/// What makes one face's bones differ from another's. Factors of the mean face where not said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Proportions {
    pub(crate) width: f32,
    /// Of the face below the eyes.
    pub(crate) length: f32,
    /// Added half width of the jaw's corners, in head units: square above 0, pointed below.
    pub(crate) jaw: f32,
    pub(crate) eye_size: f32,
    /// How much higher the outer corners are, in head units.
    pub(crate) eye_slant: f32,
    /// Added distance of the brows to the eyes, in head units.
    pub(crate) brow_height: f32,
    /// How much higher the arch is than the ends.
    pub(crate) brow_arch: f32,
    pub(crate) nose_width: f32,
    pub(crate) nose_length: f32,
    /// How far the nose stands out.
    pub(crate) nose_depth: f32,
    pub(crate) mouth_width: f32,
    /// Added distance of the mouth to the eyes, in head units.
    pub(crate) mouth_height: f32,
    /// Thickness.
    pub(crate) lips: f32,
}

impl Proportions {
    /// The mean face.
    #[cfg(test)]
    pub(crate) const MEAN: Self = Self {
        width: 1.0,
        length: 1.0,
        jaw: 0.0,
        eye_size: 1.0,
        eye_slant: 0.0,
        brow_height: 0.0,
        brow_arch: 1.0,
        nose_width: 1.0,
        nose_length: 1.0,
        nose_depth: 1.0,
        mouth_width: 1.0,
        mouth_height: 0.0,
        lips: 1.0,
    };

    /// Somebody's.
    pub(crate) fn draw(stream: &mut Stream) -> Self {
        let mut about = |mean, deviation| normal(stream, mean, deviation);
        Self {
            width: about(1.0, 0.05),
            length: about(1.0, 0.06),
            jaw: about(0.0, 0.06),
            eye_size: about(1.0, 0.1),
            eye_slant: about(0.02, 0.025),
            brow_height: about(0.0, 0.05),
            brow_arch: about(1.0, 0.35),
            nose_width: about(1.0, 0.13),
            nose_length: about(1.0, 0.07),
            nose_depth: about(1.0, 0.15),
            mouth_width: about(1.0, 0.1),
            mouth_height: about(0.0, 0.04),
            lips: about(1.0, 0.2),
        }
    }
}
