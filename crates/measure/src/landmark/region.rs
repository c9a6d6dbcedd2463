//! Errors by part of the face.

use faceoff_landmarks::Scheme;

use crate::mean;

/// Mean error of each region of `scheme`, from the errors of the landmarks of one image
/// ([`landmark_errors`](crate::landmark_errors)) or of a set
/// ([`mean_errors_by_landmark`](crate::mean_errors_by_landmark)).
///
/// # Panics
/// When there are not as many errors as landmarks.
pub fn region_errors(by_landmark: &[f64], scheme: &Scheme) -> Vec<f64> {
    let count = scheme.count();
    assert_eq!(by_landmark.len(), count, "a face has {count} landmarks");
    let regions = scheme.regions().iter();
    regions
        .map(|region| mean(&by_landmark[region.landmarks()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_the_mean_of_its_landmarks() {
        let scheme = Scheme::face_68();
        let by_landmark: Vec<f64> = (0..scheme.count()).map(|index| index as f64).collect();
        let errors = region_errors(&by_landmark, scheme);
        let names = scheme.regions().iter().map(|region| region.name.as_str());
        assert!(names.eq(["jaw", "brows", "nose", "eyes", "mouth"]));
        assert_eq!(errors, [8.0, 21.5, 31.0, 41.5, 57.5]);
    }
}
