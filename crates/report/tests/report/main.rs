//! Reports of a small study made by hand.

mod files;
mod preview;
mod study;
mod views;
