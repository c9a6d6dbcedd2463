//! Moved training images.

use super::change::change;
use crate::field::PROBABILITY;

change! {
    /// Training crops are then moved by up to this share of their side, left or right and up or
    /// down.
    pub struct Shift as "shift" = PROBABILITY, moves landmarks;
}
