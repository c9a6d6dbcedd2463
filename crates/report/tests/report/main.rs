//! Reports of a small study made by hand.

mod breakdown;
mod files;
mod preview;
mod study;
mod views;
