//! Training images made brighter or darker.

use super::change::change;
use crate::field::PROBABILITY;

change! {
    /// Grey values, from 0, black, to 1, are multiplied by a factor of up to `1 + brightness` either
    /// way and cut to that range.
    pub struct Brightness as "brightness" = PROBABILITY, keeps landmarks;
}
