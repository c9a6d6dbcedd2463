//! Face pictures with 68 landmarks: reading, checking, caching, splitting, batching.
//!
//! [`FaceSet::open`] reads a data set folder as it is distributed (`training/`, `test/` and a CSV
//! file for each) through a cache of decoded pictures, and [`FaceSet::select`] splits it.
//! [`training_views`] and [`evaluation_views`] say which part of which picture a network sees,
//! [`training_batches`] and [`render`] make numbers of it in main memory. Which pixels a crop
//! takes and what the targets are is said in [`Pipeline`], and nowhere else. [`check`] finds what
//! is wrong with a data set, all at once; [`fetch`] downloads one.

mod batches;
mod cache;
mod check;
mod decode;
mod error;
mod face;
mod fetch;
mod file;
mod layout;
mod near;
mod pipeline;
mod select;
mod tone;
mod views;
mod warp;

pub use batches::{Batch, render, training_batches};
pub use check::{
    Baseline, CheckReport, Finding, KindCount, Outside, Range, SetReport, Severity, check,
};
pub use error::Error;
pub use face::{Face, FaceSet, Progress, Samples, Summary};
pub use fetch::{Fetched, PUBLISHED, Received, fetch};
pub use file::must_be_free;
pub use layout::SETS;
pub use pipeline::{Geometry, Pipeline};
pub use tone::Tone;
pub use views::{View, evaluation_views, targets, training_views};
pub use warp::Warp;
