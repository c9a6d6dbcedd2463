//! Moved images.

use faceoff_random::Stream;
use faceoff_spec::Shift;

use super::chance::either_way;

/// How far a crop, `side` pixels wide and high, is moved to the right and down, in pixels.
pub(super) fn draw(shift: Shift, side: usize, stream: &mut Stream) -> [f32; 2] {
    [(); 2].map(|()| (either_way(shift.0, stream) * side as f64) as f32)
}
