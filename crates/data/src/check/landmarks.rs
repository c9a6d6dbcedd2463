//! Landmarks against images: which lie outside, and what the mean face scores.

use faceoff_landmarks::{Scheme, target};

use super::report::{Baseline, Outside};
use super::set::Looked;
use crate::{Face, Pipeline};

/// Landmarks of a face that lie outside its image, and how far the worst one does, in pixels.
///
/// An image `width` wide reaches from 0 to `width`: a landmark on its edge is inside.
pub(super) fn outside_image(face: &Face) -> (usize, f32) {
    let sides = [face.width, face.height];
    let landmarks = face.landmarks.chunks_exact(2);
    landmarks.fold((0, 0.0), |(count, worst), place| {
        let beyond = |axis: usize| (-place[axis]).max(place[axis] - sides[axis] as f32);
        let distance = beyond(0).max(beyond(1));
        if distance > 0.0 {
            (count + 1, f32::max(worst, distance))
        } else {
            (count, worst)
        }
    })
}

/// Counts over a whole set.
pub(super) fn outside(set: &Looked) -> Outside {
    let mut sum = Outside::default();
    for (face, target) in set.usable.iter().zip(targets(set)) {
        sum.count += target.len() / 2;
        sum.outside_image += outside_image(face).0;
        let outside = |value: &f32| !(0.0..=target::SIDE).contains(&target::pixel(*value));
        let landmarks = target.chunks_exact(2);
        sum.outside_crop += landmarks.filter(|place| place.iter().any(outside)).count();
    }
    sum
}

/// The error of always predicting the mean training face, on the crops that are evaluated.
pub(super) fn baseline(training: &Looked, test: &Looked, scheme: &Scheme) -> Option<Baseline> {
    if training.usable.is_empty() || test.usable.is_empty() {
        return None;
    }
    let mut mean = vec![0.0; scheme.outputs()];
    for target in targets(training) {
        for (sum, value) in mean.iter_mut().zip(target) {
            *sum += f64::from(value);
        }
    }
    for sum in &mut mean {
        *sum /= training.usable.len() as f64;
    }
    let error = |set: &Looked| {
        let squares: f64 = targets(set)
            .flat_map(|target| {
                mean.iter()
                    .zip(target)
                    .map(|(m, t)| (f64::from(t) - m).powi(2))
                    .collect::<Vec<_>>()
            })
            .sum();
        squares / (set.usable.len() * mean.len()) as f64
    };
    Some(Baseline {
        training_mse: error(training),
        test_mse: error(test),
    })
}

/// The targets of a set's usable faces on the crops they are evaluated on at input size 224.
fn targets(set: &Looked) -> impl Iterator<Item = Vec<f32>> {
    let pipeline = Pipeline::new(target::SIDE as usize);
    set.usable.iter().enumerate().map(move |(index, face)| {
        let geometry = pipeline.evaluation_crop(face, index);
        let mut target = vec![0.0; face.landmarks.len()];
        pipeline.target(face, &geometry, &mut target);
        target
    })
}
