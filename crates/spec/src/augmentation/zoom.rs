//! Enlarged and shrunk training images.

use super::change::change;
use crate::field::PROBABILITY;

change! {
    /// Training crops are enlarged or shrunk around their middle by a factor of up to `1 + zoom`
    /// either way.
    pub struct Zoom as "zoom" = PROBABILITY, moves landmarks;
}
