//! No activation.

use crate::macros::bare;

bare! {
    /// No activation: the outputs can be negative.
    pub struct Identity as "none";
}
