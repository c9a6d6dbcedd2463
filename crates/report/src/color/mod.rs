//! Colours of charts, of landmarks and of values.

mod paper;
mod scales;

pub(crate) use paper::{GRID, INK, PAPER, PLATE, SLATE, by_night, hex, is_seen_on, on_paper, tint};
pub(crate) use scales::{inferno, viridis};
