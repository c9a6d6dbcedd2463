//! A split by people.

use crate::field::{Accepts, SHARE};
use crate::macros::spec;

spec! {
    /// All images pooled; a seeded draw of people goes to the test set whole.
    #[derive(Copy)]
    pub struct Person as "person" {
        /// Share of the people that is tested on.
        pub test_fraction: f64 = 0.2, Accepts::Number(SHARE);
        /// Seed of the draw.
        pub seed: u64 = 0, Accepts::Seed;
    }
}
