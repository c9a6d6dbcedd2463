//! Turned images.

use faceoff_random::Stream;
use faceoff_spec::Rotate;

use super::chance::either_way;

/// How far a crop is turned around its middle, clockwise, in radians.
pub(super) fn draw(rotate: Rotate, stream: &mut Stream) -> f64 {
    either_way(rotate.0, stream).to_radians()
}
