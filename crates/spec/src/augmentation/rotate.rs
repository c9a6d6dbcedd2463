//! Turned training images.

use super::change::change;
use crate::field::DEGREES;

change! {
    /// Training crops are turned around their middle by up to so many degrees either way.
    pub struct Rotate as "rotate" = DEGREES, moves landmarks;
}
