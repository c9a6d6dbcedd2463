//! Reports of a small study made by hand.

mod breakdown;
mod curves;
mod diagnosis;
mod faces;
mod files;
mod more_seeds;
mod ranking;
mod recorded;
mod records;
mod seeds;
pub(crate) mod shown;
pub(crate) mod study;
mod titles;
mod validation;
mod verdict;
mod views;
