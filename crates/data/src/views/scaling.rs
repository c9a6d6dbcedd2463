//! Where landmarks lie when an image is brought to another size.

use faceoff_landmarks::target;
use faceoff_spec::Augmentation;

use super::geometry::Geometry;

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

impl Geometry {
    /// How much less the study's targets of the crop are than those of [`Scaling::Pixels`], along x
    /// and y, where nothing else moves landmarks.
    pub fn beside_pixels(&self) -> [f32; 2] {
        [0, 1].map(|axis| {
            let scale = self.scale(axis) * target::SIDE / self.input_size as f32;
            Scaling::Pixels.scale(0.0, scale) / target::SPREAD
        })
    }

    /// By what the image is scaled along an axis before it is cropped.
    pub(super) fn scale(&self, axis: usize) -> f32 {
        self.resized[axis] as f32 / self.original[axis] as f32
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
