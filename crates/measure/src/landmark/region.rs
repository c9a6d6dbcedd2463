//! Errors by part of the face.

use std::ops::Range;

use faceoff_landmarks::Scheme;
use serde::Serialize;

use crate::mean;

/// A part of the face, as a range of the 68 landmarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// The outline of the face.
    Jaw,
    /// Both brows.
    Brows,
    /// Bridge and base of the nose.
    Nose,
    /// Both eyes.
    Eyes,
    /// Outer and inner lip.
    Mouth,
}

impl Region {
    /// Every region, in the order of its points.
    pub const ALL: [Self; 5] = [Self::Jaw, Self::Brows, Self::Nose, Self::Eyes, Self::Mouth];

    /// The region's landmarks, counted from 0.
    pub fn points(self) -> Range<usize> {
        Scheme::face_68().regions()[self as usize].landmarks()
    }

    /// The region's name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jaw => "jaw",
            Self::Brows => "brows",
            Self::Nose => "nose",
            Self::Eyes => "eyes",
            Self::Mouth => "mouth",
        }
    }
}

/// Mean error of a region's landmarks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RegionError {
    /// Where.
    pub region: Region,
    /// Mean over the region's points, in the unit of the point errors.
    pub error: f64,
}

/// Mean error by region, from the errors of the 68 landmarks of one image
/// ([`point_errors`](crate::point_errors)) or of a set
/// ([`mean_errors_by_point`](crate::mean_errors_by_point)).
///
/// # Panics
/// When there are not 68 errors.
pub fn region_errors(by_point: &[f64]) -> [RegionError; 5] {
    let count = Scheme::face_68().count();
    assert_eq!(by_point.len(), count, "a face has {count} landmarks");
    Region::ALL.map(|region| RegionError {
        region,
        error: mean(&by_point[region.points()]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_hold_every_point_once() {
        let points: Vec<usize> = Region::ALL.iter().flat_map(|r| r.points()).collect();
        assert_eq!(points, (0..Scheme::face_68().count()).collect::<Vec<_>>());
    }

    #[test]
    fn regions_are_the_schemes() {
        let scheme = Scheme::face_68().regions().iter().map(|r| r.name.as_str());
        assert!(scheme.eq(Region::ALL.map(Region::name)));
    }

    #[test]
    fn a_region_is_the_mean_of_its_points() {
        let by_point: Vec<f64> = (0..Scheme::face_68().count())
            .map(|index| index as f64)
            .collect();
        let errors = region_errors(&by_point).map(|r| r.error);
        assert_eq!(errors, [8.0, 21.5, 31.0, 41.5, 57.5]);
    }
}
