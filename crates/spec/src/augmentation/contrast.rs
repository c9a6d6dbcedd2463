//! Training images with more or less contrast.

use super::change::change;
use crate::field::PROBABILITY;

change! {
    /// Before the brightness changes, the difference of grey values from middle grey, 0.5, is
    /// multiplied by a factor of up to `1 + contrast` either way.
    pub struct Contrast as "contrast" = PROBABILITY, keeps landmarks;
}
