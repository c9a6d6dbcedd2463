//! Videos of somebody: what stays the same in all frames of one, and what every frame shows.

mod background;
mod frame;
mod moment;
mod scene;

pub(crate) use frame::{Image, Place};
