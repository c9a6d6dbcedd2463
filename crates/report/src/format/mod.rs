//! Numbers and tables as text.

mod numbers;
mod terminal;

pub(crate) use numbers::{count, fraction, seeds_note, significant, uncapital, within};
pub use numbers::{percent, short, thousands};
pub(crate) use terminal::lined_table;
pub use terminal::{fit_to_terminal, fitted, wrap};
