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

/// How many pixels of the original picture one pixel of the 224×224 crop spans, along x and y:
/// rescaling rounds each side to whole pixels, so that the two are not quite alike.
///
/// `input_size` is the side of the crop the network saw.
pub(crate) fn original_per_crop_pixel(sample: &Sample, input_size: usize) -> [f64; 2] {
    [0, 1].map(|axis| {
        // A side of no pixels can only be a broken record's.
        let resized = sample.resized[axis].max(1) as f64;
        sample.original[axis] as f64 / resized * input_size as f64 / CROP
    })
}
