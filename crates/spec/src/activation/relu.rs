//! The rectified linear unit.

use crate::macros::bare;

bare! {
    /// A ReLU, 0 for what is negative: the study's first mistake.
    pub struct Relu as "relu";
}
