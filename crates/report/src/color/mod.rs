//! Colours of charts, of landmarks and of values.

mod paper;
mod scales;

pub(crate) use paper::{GRID, INK, PAPER, PLATE, SLATE, hex, on_paper, tint};
pub(crate) use scales::{inferno, viridis};
