//! Reports of a small study made by hand.

mod breakdown;
mod curves;
mod diagnosis;
mod files;
mod more_seeds;
mod ranking;
mod recorded;
mod records;
mod seeds;
mod shown;
mod study;
mod verdict;
mod views;
