//! Mirrored training images.

use super::change::change;
use crate::field::PROBABILITY;

change! {
    /// Probability of mirroring a training image, its landmarks renumbered.
    pub struct Flip as "flip" = PROBABILITY, moves landmarks;
}
