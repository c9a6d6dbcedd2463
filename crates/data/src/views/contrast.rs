//! Images with more or less contrast.

use faceoff_random::Stream;
use faceoff_spec::Contrast;

use super::chance::factor;

/// By what differences of grey values from middle grey are multiplied.
pub(super) fn draw(contrast: Contrast, stream: &mut Stream) -> f64 {
    factor(contrast.0, stream)
}
