//! Whatever says it.

use crate::macros::bare;

bare! {
    /// A column of the tables that is called `person`, `people` or `subject`, else file names where
    /// they look like names of people. Otherwise each image stands for itself.
    pub struct Auto as "auto";
}
