//! What the first layer of a network gets.

use crate::macros::choice;

choice! {
    /// What the first layer of a network gets.
    pub enum Input {
        /// Grey values from 0 to 1: the study's.
        Grey = "grey" default,
        /// Grey values less their mean over the image, divided by their standard deviation.
        Standardized = "standardized",
    }
}
