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

impl Input {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands in a reference"
    )]
    pub(crate) fn is_grey(&self) -> bool {
        *self == Self::Grey
    }
}
