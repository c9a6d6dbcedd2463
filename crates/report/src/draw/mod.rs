//! View-models to SVG, and SVG to PNG.

mod chart;
mod circles;
mod compact;
mod landmarks;
mod overlay;
mod png;
pub(crate) mod sheet;
mod svg;
mod text;
pub(crate) mod tile;
mod view;

pub(crate) use landmarks::draw_faces;
pub use overlay::{OverlayLayer, overlay};
pub(crate) use png::{is_drawn, png};
pub(crate) use text::{FONT, REGULAR, SEMI_BOLD};
pub(crate) use view::draw;
