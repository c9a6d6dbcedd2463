//! A pattern of file names says it.

use regex::Regex;

use crate::field::{Accepts, Words};
use crate::macros::spec;

const WITH_PERSON: Words = Words {
    allowed: "a regular expression with a group called `person`, such as '^(?<person>.+)_\\d+\\.'",
    names: &[],
    besides: "",
    otherwise: "",
    holds: |text| {
        Regex::new(text)
            .is_ok_and(|pattern| pattern.capture_names().flatten().any(|n| n == "person"))
    },
};

spec! {
    /// What a regular expression finds in the path below `training` or `test`. An image in which it
    /// finds nothing stands for itself.
    pub struct Pattern as "pattern" {
        /// The expression.
        pub pattern: String = required, Accepts::Word(WITH_PERSON);
    }
}
