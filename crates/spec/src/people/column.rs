//! A column of the tables says it.

use crate::field::Accepts;
use crate::macros::spec;

spec! {
    /// A column of the tables. An image whose cell is empty stands for itself.
    pub struct Column as "column" {
        /// What the header calls it.
        pub column: String = required, Accepts::Text;
    }
}
