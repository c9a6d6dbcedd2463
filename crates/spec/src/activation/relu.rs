//! The rectified linear unit.

use crate::macros::bare;

bare! {
    /// A rectified linear unit: numbers below 0 become 0.
    pub struct Relu as "relu";
}
