//! Where landmarks lie when an image is brought to another size.

use faceoff_spec::Augmentation;

/// Where a landmark lies when an image is brought to another size.
///
/// Pixels are resampled by their centres: what was seen at x, counted from the centre of the first
/// pixel, is seen at (x + ½) · scale − ½ afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    /// The study's: x · scale. It is up to half a pixel beside what is seen, the same way in all
    /// images of one size, so that a network can learn it as long as nothing else moves pixels.
    Study,
    /// As pixels are scaled, so that what moves pixels moves landmarks with them.
    Pixels,
}

impl Scaling {
    /// How landmarks are scaled where images are augmented so.
    pub fn of(augment: &Augmentation) -> Self {
        match augment.moves_landmarks() {
            true => Self::Pixels,
            false => Self::Study,
        }
    }

    /// Where a coordinate lies when the image is made `scale` times as large.
    pub(super) fn scale(self, coordinate: f32, scale: f32) -> f32 {
        match self {
            Self::Study => coordinate * scale,
            Self::Pixels => (coordinate + 0.5) * scale - 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_by_hand() {
        // Two pixels become four: the centre of the first lies between the first two.
        assert_eq!(Scaling::Pixels.scale(0.0, 2.0), 0.5);
        assert_eq!(Scaling::Pixels.scale(1.0, 2.0), 2.5);
        assert_eq!(Scaling::Pixels.scale(0.5, 0.5), 0.0);
        assert_eq!(Scaling::Study.scale(1.5, 2.0), 3.0);
    }
}
