//! How good the predictions of a comparison's entries are: by image, by landmark and by part of the
//! face, and the table of them.

mod differences;
mod eyes;
mod images;
mod means;
mod missed;
mod paired;
mod regions;
mod rows;
mod tested;
mod without;

pub(crate) use differences::{Difference, differences};
pub(crate) use eyes::{EyesTogether, eyes_together};
pub(crate) use images::image_scores;
pub(crate) use means::{Scores, THRESHOLDS};
pub(crate) use missed::{MissedFaces, missed, missed_faces};
pub(crate) use paired::{Paired, PairedEntry, paired};
pub(crate) use regions::{RegionTable, region_table};
pub(crate) use rows::{Row, rows};
pub(crate) use tested::{
    DIFFERENT_IMAGES, Tested, constants, differ_in_images, tested, without_predictions,
};
