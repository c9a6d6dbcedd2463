//! Colours of charts, of landmarks and of values.

mod paper;
mod viridis;

pub(crate) use paper::{GRID, INK, PAPER, PLATE, SLATE, hex, on_paper, tint};
pub(crate) use viridis::viridis;
