//! A split by people.

use crate::field::{Accepts, BELOW_ONE, SHARE};
use crate::macros::spec;

spec! {
    /// All images pooled; a seeded draw of people goes to the test set whole, another one to the
    /// validation set.
    #[derive(Copy)]
    pub struct Person as "person" {
        /// Share of the people that is tested on.
        pub test_fraction: f64 = 0.2, Accepts::Number(SHARE);
        /// Share of the people that choices are made by: which epoch is the best, which design. They
        /// are neither trained nor tested on. With 0 there are none, and nothing is called the best.
        pub validation_fraction: f64 = 0.0, Accepts::Number(BELOW_ONE);
        /// Seed of the draw.
        pub seed: u64 = 0, Accepts::Seed;
    }
}
