//! Removing runs, and what nothing asks for any more. What would go is said first; nothing goes before
//! [`Removal::carry_out`].

mod collect;
mod removal;
mod runs;
mod stray;

pub use collect::collect;
pub use removal::{Kept, Removal, Removed};
pub use runs::remove;
