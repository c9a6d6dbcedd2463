//! How good the predictions of a comparison's entries are: by image, by landmark and by part of the
//! face, and the table of them.

mod differences;
mod eyes;
mod image_scores;
mod images;
mod means;
mod measures;
mod missed;
mod paired;
mod regions;
mod rows;
mod tested;
mod without;

pub use differences::written_settings;
pub(crate) use differences::{Difference, differences, settings, written};
pub(crate) use eyes::{EyesTogether, eyes_together};
pub(crate) use image_scores::ImageScores;
pub(crate) use images::{image_nme, image_scores};
pub use means::Scores;
pub(crate) use means::THRESHOLDS;
pub use measures::{Measures, measures};
pub(crate) use missed::{MissedFaces, missed, missed_faces};
pub(crate) use paired::{Paired, PairedEntry, paired};
pub(crate) use regions::{RegionRow, RegionTable, region_table};
pub(crate) use rows::{Deviation, Row, rows};
pub(crate) use tested::{
    DIFFERENT_IMAGES, Tested, constants, differ_in_images, mean_truth, tested, without_predictions,
};
