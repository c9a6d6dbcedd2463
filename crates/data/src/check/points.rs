//! Points against pictures: which lie outside, and what the mean face scores.

use faceoff_landmarks::{Scheme, target};

use super::report::{Baseline, Outside};
use super::set::{Labelled, Looked};
use crate::Pipeline;

/// Points of a face that lie outside its picture, and how far the worst one does, in pixels.
///
/// A picture `width` wide reaches from 0 to `width`: a point on its edge is inside.
pub(super) fn outside_picture(labelled: &Labelled) -> (usize, f32) {
    let sides = [labelled.face.width, labelled.face.height];
    let points = labelled.face.landmarks.chunks_exact(2);
    points.fold((0, 0.0), |(count, worst), point| {
        let beyond = |axis: usize| (-point[axis]).max(point[axis] - sides[axis] as f32);
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
    for (labelled, target) in set.usable.iter().zip(targets(set)) {
        sum.points += target.len() / 2;
        sum.outside_picture += outside_picture(labelled).0;
        let outside = |value: &f32| !(0.0..=target::SIDE).contains(&target::pixel(*value));
        let points = target.chunks_exact(2);
        sum.outside_crop += points.filter(|point| point.iter().any(outside)).count();
    }
    sum
}

/// The error of always answering the mean training face, on the crops that are evaluated.
pub(super) fn baseline(training: &Looked, test: &Looked) -> Option<Baseline> {
    if training.usable.is_empty() || test.usable.is_empty() {
        return None;
    }
    let mut mean = vec![0.0; Scheme::face_68().outputs()];
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
    set.usable.iter().enumerate().map(move |(index, labelled)| {
        let geometry = pipeline.evaluation_crop(&labelled.face, index);
        pipeline.target(&labelled.face, &geometry)
    })
}
