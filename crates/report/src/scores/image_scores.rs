//! The errors of each image.

use serde::Serialize;

/// The errors of each image, in the order of a run's samples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct ImageScores {
    /// Mean distance from the ground truth over the landmarks, in pixels of the 224×224 crop.
    pub(crate) pixel_error: Vec<f64>,
    /// The same in pixels of the original image.
    pub(crate) original_pixel_error: Vec<f64>,
    /// Normalised mean error by the distance of the outer eye corners.
    pub(crate) nme: Vec<f64>,
    /// Normalised mean error by the distance of the eyes' centres.
    pub(crate) nme_inter_pupil: Vec<f64>,
    /// Normalised mean error by the square root of the area of the box around the landmarks.
    pub(crate) nme_box: Vec<f64>,
}
