//! Brightness and contrast of a crop, both at once.

use faceoff_random::Stream;
use faceoff_spec::Augmentation;

use super::{brightness, contrast};

/// A change of grey values: v becomes gain · v + offset, cut to the range from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// Factor on a value.
    pub gain: f32,
    /// What is added to it.
    pub offset: f32,
}

impl Tone {
    /// As the image is.
    pub const PLAIN: Self = Self {
        gain: 1.0,
        offset: 0.0,
    };

    /// Differences from middle grey times `contrast`, then everything times `brightness`.
    pub fn new(brightness: f64, contrast: f64) -> Self {
        Self {
            gain: (brightness * contrast) as f32,
            offset: (brightness * 0.5 * (1.0 - contrast)) as f32,
        }
    }

    /// What `augment` allows, uniformly in the logarithms of both factors.
    pub fn random(augment: &Augmentation, stream: &mut Stream) -> Self {
        let brightness = brightness::draw(augment.brightness, stream);
        let contrast = contrast::draw(augment.contrast, stream);
        Self::new(brightness, contrast)
    }

    /// Changes `pixels`, numbers from 0 to 1.
    pub(super) fn apply(self, pixels: &mut [f32]) {
        if self != Self::PLAIN {
            for pixel in pixels {
                *pixel = (self.gain * *pixel + self.offset).clamp(0.0, 1.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use faceoff_random::Purpose;
    use faceoff_spec::{Brightness, Contrast};
    use proptest::prelude::*;

    use super::super::chance::tests::is_within;
    use super::*;

    #[test]
    fn by_hand() {
        let mut pixels = [0.0, 0.25, 0.5, 0.75, 1.0];
        Tone::new(1.0, 2.0).apply(&mut pixels);
        assert_eq!(pixels, [0.0, 0.0, 0.5, 1.0, 1.0]);
        let mut pixels = [0.0, 0.25, 0.5, 0.75, 1.0];
        Tone::new(0.5, 0.5).apply(&mut pixels);
        assert_eq!(pixels, [0.125, 0.1875, 0.25, 0.3125, 0.375]);
        assert_eq!(Tone::new(1.0, 1.0), Tone::PLAIN);
    }

    proptest! {
        #[test]
        fn no_more_than_allowed(seed: u64, brightness in 0.0f64..1.0, contrast in 0.0f64..1.0) {
            let augment = Augmentation { brightness: Brightness(brightness), contrast: Contrast(contrast), ..Augmentation::default() };
            let stream = &mut Stream::new(seed, Purpose::Tone, &[]);
            let tone = Tone::random(&augment, stream);
            // Middle grey shows the brightness alone.
            let factor = f64::from(2.0 * (tone.gain * 0.5 + tone.offset));
            prop_assert!(is_within(factor, brightness));
            prop_assert!(is_within(f64::from(tone.gain) / factor, contrast));
        }
    }
}
