//! Reports of a small study made by hand.

mod breakdown;
mod diagnosis;
mod files;
mod ranking;
mod recorded;
mod records;
mod seeds;
mod study;
mod verdict;
mod views;
