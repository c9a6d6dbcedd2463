//! What a data set says of itself, in a file beside its tables.

use crate::field::Accepts;
use crate::macros::spec;
use crate::{Kinds, People};

spec! {
    /// What a data set says of itself. The file lies beside its tables, and a data set needs none.
    pub struct DataSetFile {
        /// What says who is on the images. Images of one person are not independent of each other, so
        /// that intervals and a split by person depend on it.
        pub people: People = "auto", Accepts::Kind(Kinds { kinds: People::KINDS, shared: &[] });
    }
}
