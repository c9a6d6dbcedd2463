//! The split that a data set comes with.

use crate::macros::bare;

bare! {
    /// As the data set comes.
    pub struct Distributed as "distributed";
}
