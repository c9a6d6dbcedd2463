//! Memory: kept between calls, not cleared first, written to by many threads.

mod allocator;
mod disjoint;
mod scratch;
mod uninit;

pub use allocator::keep_freed_memory;
pub(crate) use disjoint::Disjoint;
pub(crate) use scratch::with_scratch;
pub(crate) use uninit::{Uninit, cleared};
