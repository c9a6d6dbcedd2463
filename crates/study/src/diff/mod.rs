//! Two experiments or runs beside each other: settings and outcomes.

mod outcomes;
mod side;
mod sides;

pub use outcomes::Outcomes;
pub use side::Side;
pub use sides::{Diff, Setting, diff};
