//! From what networks predict to pixels.

use faceoff_landmarks::target;
use faceoff_record::Sample;

/// Side of the crop that targets are stated for, in pixels.
pub(crate) const CROP: f64 = target::SIDE as f64;

/// Landmarks in pixels of that crop.
pub(crate) fn crop_pixels(targets: &[f32]) -> Vec<f32> {
    targets.iter().map(|value| target::pixel(*value)).collect()
}

/// How many pixels of the original image one pixel of that crop spans, along x and y: rescaling
/// rounds each side to whole pixels, so the two differ a little.
///
/// `input_size` is the side of the crop that the network saw.
pub(crate) fn original_per_crop_pixel(sample: &Sample, input_size: usize) -> [f64; 2] {
    [0, 1].map(|axis| {
        // A side of no pixels can only be a broken record's.
        let resized = sample.resized[axis].max(1) as f64;
        sample.original[axis] as f64 / resized * input_size as f64 / CROP
    })
}
