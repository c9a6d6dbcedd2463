//! No activation.

use crate::macros::bare;

bare! {
    /// Nothing: the outputs can be negative.
    pub struct Identity as "none";
}
