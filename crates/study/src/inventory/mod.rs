//! What is there: every run, every experiment, how far each is and what it came to.

mod asked;
mod experiment;
mod facts;
mod list;
mod measured;
mod run;
mod state;

pub(crate) use asked::Asked;
pub use experiment::ExperimentEntry;
pub(crate) use facts::Facts;
pub use list::{Inventory, inventory};
pub(crate) use measured::Measured;
pub(crate) use run::kept_longest;
pub use run::{Membership, RunEntry};
pub use state::RunState;
