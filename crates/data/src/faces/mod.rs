//! Faces in memory: decoded once, kept in a cache, split and cut to a number of images.

mod cache;
mod decode;
mod earlier;
mod face;
mod left_out;
mod listing;
mod near;
mod photo;
mod select;
mod set;
mod unusable;

pub use decode::is_called_an_image;
pub(crate) use decode::{Kind, decode_bytes};
pub use earlier::earlier_caches;
pub(crate) use face::Pixels;
pub use face::{Face, Samples};
pub use left_out::LeftOut;
pub use listing::{Listed, Listing};
pub(crate) use near::DifferenceHash;
pub use photo::{Frame, Framed, Photo};
pub use set::{FaceSet, Progress, Summary};
pub(crate) use unusable::{SHORTEST_SIDE, Unusable};
