//! Drawn faces with landmarks, standing in for real ones.
//!
//! Where the real data set is not at hand, [`write()`] makes one that can be trained on: people with
//! videos, videos with frames, in the folders, file names and CSV files that the real set is
//! distributed in. Every face is a three-dimensional arrangement of the landmarks of the scheme `face-68` that is
//! given an expression; skin, eyes and lips are painted through the points onto the head's surface,
//! and surface and points are turned and projected together, so that the landmarks are right by
//! construction. A small file, read by [`marker`], says that the faces of a folder are drawn.
//!
//! ```
//! use faceoff_synth::{Options, marker, write};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let parent = tempfile::tempdir()?;
//! # let folder = parent.path().join("faces");
//! let options = Options { people: 2, videos_per_person: 1, ..Options::default() };
//! let summary = write(&folder, &options, &|_| ())?;
//! assert_eq!((summary.train_images, summary.test_images), (8, 2));
//! assert!(marker(&folder)?.is_some());
//! # Ok(())
//! # }
//! ```
//!
//! An image's bytes depend on the seed and on its place in the set (person, video, frame), not on
//! the threads that drew it nor on how many others are drawn.

mod chance;
mod error;
mod geometry;
mod grid;
mod marker;
mod options;
mod person;
mod render;
mod video;
mod write;

pub use error::Error;
pub use marker::{Marker, STANDARD_FINGERPRINT, marker};
pub use options::{MOST_IMAGES, Options};
pub use write::{Summary, listed, write};
