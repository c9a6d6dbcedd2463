//! Images made brighter or darker.

use faceoff_random::Stream;
use faceoff_spec::Brightness;

use super::chance::factor;

/// By what grey values are multiplied.
pub(super) fn draw(brightness: Brightness, stream: &mut Stream) -> f64 {
    factor(brightness.0, stream)
}
