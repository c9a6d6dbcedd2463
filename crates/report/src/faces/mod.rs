//! Faces with the landmarks of several entries.

mod further;
mod rows;
mod sheet;

pub(crate) use further::{Further, FurtherSet, Network};
pub use sheet::Crops;
pub(crate) use sheet::{Layer, Sheet, Tile, sheet};
