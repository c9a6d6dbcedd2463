//! Numbers and tables as text.

mod numbers;
mod terminal;

pub(crate) use numbers::{
    count, fraction, percent, seeds_note, short, significant, thousands, uncapital, within,
};
pub use terminal::fit_to_terminal;
pub(crate) use terminal::lined_table;
