//! Nothing says it.

use crate::macros::bare;

bare! {
    /// Nothing: each image stands for itself.
    pub struct Images as "images";
}
