//! Drawing: paint on a face, lit surfaces in an image, the camera's faults.

pub(crate) mod brush;
mod canvas;
pub(crate) mod film;
mod light;

pub(crate) use canvas::Canvas;
pub(crate) use light::Light;
