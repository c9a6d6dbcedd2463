//! Distances between predicted and true landmarks.

use super::{distance, point};
use crate::mean;

/// Distance of each landmark from its true place, in the pixels of the input.
///
/// # Panics
/// When the two do not hold the same number of landmarks.
pub fn landmark_errors(predicted: &[f32], truth: &[f32]) -> Vec<f64> {
    assert_eq!(
        predicted.len(),
        truth.len(),
        "predicted and true landmarks differ in number"
    );
    (0..truth.len() / 2)
        .map(|index| distance(point(predicted, index), point(truth, index)))
        .collect()
}

/// Mean distance of one image's landmarks from their true places, in the pixels of the input:
/// the numerator of the 300-W challenge's error (Sagonas et al., 2013, equation 1).
///
/// ```
/// # use faceoff_measure::mean_landmark_error;
/// assert_eq!(mean_landmark_error(&[3.0, 4.0, 1.0, 1.0], &[0.0, 0.0, 1.0, 1.0]), 2.5);
/// ```
///
/// # Panics
/// When the two do not hold the same number of landmarks.
pub fn mean_landmark_error(predicted: &[f32], truth: &[f32]) -> f64 {
    mean(&landmark_errors(predicted, truth))
}

/// Mean error of each landmark over `images`, pairs of predicted and true landmarks; empty
/// without images.
///
/// # Panics
/// When the landmarks of the images differ in number.
pub fn mean_errors_by_landmark<'a>(
    images: impl IntoIterator<Item = (&'a [f32], &'a [f32])>,
) -> Vec<f64> {
    let mut sums: Vec<f64> = Vec::new();
    let mut count = 0usize;
    for (predicted, truth) in images {
        let errors = landmark_errors(predicted, truth);
        if count == 0 {
            sums = vec![0.0; errors.len()];
        }
        assert_eq!(
            errors.len(),
            sums.len(),
            "images differ in their number of landmarks"
        );
        for (sum, error) in sums.iter_mut().zip(errors) {
            *sum += error;
        }
        count += 1;
    }
    for sum in &mut sums {
        *sum /= count as f64;
    }
    sums
}

/// Landmarks of a crop in pixels of the original image, up to the crop's position, which
/// cancels in every distance. `original_per_crop` says how many original pixels a crop pixel
/// spans along x and y.
///
/// Convert before measuring: where the two scales differ, no factor turns an error in crop
/// pixels into one in original pixels.
pub fn to_original(landmarks: &[f32], original_per_crop: [f64; 2]) -> Vec<f32> {
    landmarks
        .iter()
        .enumerate()
        .map(|(index, &value)| (f64::from(value) * original_per_crop[index % 2]) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_distances() {
        let truth = [0.0, 0.0, 10.0, 10.0];
        let predicted = [3.0, 4.0, 10.0, 9.0];
        assert_eq!(landmark_errors(&predicted, &truth), [5.0, 1.0]);
        assert_eq!(mean_landmark_error(&predicted, &truth), 3.0);
    }

    #[test]
    fn points_are_averaged_over_images() {
        let truth = [0.0f32; 4];
        let (first, second) = ([3.0f32, 4.0, 0.0, 0.0], [0.0f32, 1.0, 0.0, 2.0]);
        let images = [(&first[..], &truth[..]), (&second[..], &truth[..])];
        assert_eq!(mean_errors_by_landmark(images), [3.0, 1.0]);
        assert!(mean_errors_by_landmark([]).is_empty());
    }

    #[test]
    fn each_axis_has_its_own_scale() {
        let predicted = to_original(&[3.0, 2.0], [1.0, 2.0]);
        assert_eq!(mean_landmark_error(&predicted, &[0.0, 0.0]), 5.0);
    }
}
