//! Everything that is known of one experiment or run.

mod run;
mod shown;

pub use run::{KeptNetwork, Lowest, Minima, ShownRun};
pub use shown::{Shown, UsedIn, show};
