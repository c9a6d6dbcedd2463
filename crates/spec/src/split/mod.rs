//! Which images are for training and which for testing.

mod distributed;
mod person;

pub use distributed::Distributed;
pub use person::Person;

use crate::macros::kinds;

kinds! {
    $
    /// Which images are for training and which for testing.
    #[derive(Copy)]
    pub enum Split, on_split {
        Distributed(Distributed),
        Person(Person),
    }
}
