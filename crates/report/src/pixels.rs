//! From what networks answer to pixels.

use faceoff_record::Sample;

/// The crop size landmarks are normalised for.
pub(crate) const CROP: f64 = 224.0;

/// Landmarks in pixels of the crop brought to 224×224: `50·v + 100`, the inverse of the study's
/// normalisation.
pub(crate) fn crop_pixels(normalised: &[f32]) -> Vec<f32> {
    normalised
        .iter()
        .map(|value| value * 50.0 + 100.0)
        .collect()
}

/// How many pixels of the original picture one pixel of the 224×224 crop is, seen along the
/// shorter side.
///
/// `input_size` is the side of the crop the network saw.
pub(crate) fn original_per_crop_pixel(sample: &Sample, input_size: usize) -> f64 {
    let shorter = |size: [usize; 2]| size[0].min(size[1]).max(1) as f64;
    let original_per_resized = shorter(sample.original) / shorter(sample.resized);
    original_per_resized * input_size as f64 / CROP
}
