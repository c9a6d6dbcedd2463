//! What of a data set is left out.

use crate::macros::choice;

choice! {
    /// What of a data set is left out.
    pub enum Skip {
        /// Nothing: what cannot be used stops the training.
        Nothing = "nothing" default,
        /// What is broken: images that cannot be read, rows that cannot be, and rows without an image
        /// or from which nothing can be learned.
        Broken = "broken",
    }
}
