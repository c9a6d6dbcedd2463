//! Face images with landmarks: reading, checking, caching, splitting, batching, downloading.
//!
//! A format of data sets is a `Source`: it says what images and landmarks a folder holds, and no
//! other code knows the format. [`FaceSet::open`] reads a data set through a cache of decoded
//! images, and [`FaceSet::select`] splits it; a [`Listing`] is a set without its
//! pixels. [`training_views`] and [`evaluation_views`] say which
//! part of which image a network sees, [`training_batches`] and [`render`] make numbers of it in
//! main memory. Which pixels a crop takes and what the targets are is said in [`Pipeline`], and
//! nowhere else. A [`Photo`] has no landmarks, and
//! may have some predicted. [`check`] finds what is wrong with a data set, all at once; [`fetch`] downloads
//! one.

mod check;
mod error;
mod faces;
mod fetch;
mod free;
mod source;
mod views;

pub use check::{
    Baseline, CheckReport, Finding, KindCount, Outside, Range, SetReport, Severity, check,
};
pub use error::Error;
pub use faces::{
    Face, FaceSet, Frame, Framed, LeftOut, Listed, Listing, Photo, Progress, Samples, Summary,
    earlier_caches, is_called_an_image,
};
pub use fetch::{Fetched, PUBLISHED, Received, fetch};
pub use free::must_be_free;
pub use source::SETS;
pub use views::{
    Batch, Geometry, Pipeline, Scaling, Tone, View, Warp, evaluation_views, render, targets,
    training_batches, training_views,
};
