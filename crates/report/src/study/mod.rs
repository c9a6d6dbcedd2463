//! A study with the records of its runs, and what it is called.

mod data;
mod entry;
mod image_set;
mod known;
pub(crate) mod label;
pub(crate) mod notes;
mod overview;
mod pixels;
mod read;
mod replicates;
mod run;

#[cfg(test)]
pub(crate) use data::told_apart;
pub use data::{Changed, StudyData, Unreadable};
pub(crate) use entry::EntryData;
pub(crate) use image_set::{predictions_of, samples_of};
pub(crate) use overview::overview;
pub(crate) use pixels::{CROP, crop_pixels, original_per_crop_pixel};
pub(crate) use read::read_some;
#[cfg(test)]
pub(crate) use run::KnownOfRun;
pub(crate) use run::RunData;
pub(crate) use run::{people, same_images};
