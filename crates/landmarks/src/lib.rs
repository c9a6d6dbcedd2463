//! What landmarks a face has, and where they lie.
//!
//! A [`Scheme`] is read from a table: how many landmarks, their names, mirror images, regions,
//! outlines to draw and the lengths that errors are divided by. [`target`] maps
//! between pixels and what networks are trained on.
//!
//! ```
//! let scheme = faceoff_landmarks::Scheme::face_68();
//! assert_eq!(scheme.name(), "face-68");
//! assert_eq!(scheme.outputs(), 2 * scheme.count());
//! ```

mod error;
mod scheme;
pub mod target;

pub use error::Error;
pub use scheme::{Group, Normalizer, Outline, Region, Scheme};
