//! Enlarged and shrunk images.

use faceoff_random::Stream;
use faceoff_spec::Zoom;

use super::chance::factor;

/// By what a crop is enlarged around its middle.
pub(super) fn draw(zoom: Zoom, stream: &mut Stream) -> f64 {
    factor(zoom.0, stream)
}
