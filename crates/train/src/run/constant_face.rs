//! The mean training face, predicted for every image: what a network must beat.

use faceoff_data::evaluation_views;
use faceoff_record::{ConstantFace, Table};
use faceoff_spec::Loss;

use super::evaluation::{EvaluationImages, ground_truth};
use crate::job::Job;

/// The mean training face, with its losses on both sets.
pub(crate) fn constant_face(job: &Job<'_>, evaluation: &EvaluationImages) -> ConstantFace {
    let faces = &job.faces.train;
    let views = evaluation_views(faces, job.config.data.input_size, 0..faces.len());
    let truth = ground_truth(job.faces.scheme(), faces, &views);
    let face = mean_face(&truth);
    let loss = &job.config.train.loss;
    ConstantFace {
        train_loss: constant_loss(loss, &face, &truth),
        test_loss: constant_loss(loss, &face, &evaluation.samples.test.truth),
        face,
    }
}

/// The mean loss of predicting `face` for every row of `truth`.
fn constant_loss(loss: &Loss, face: &[f32], truth: &Table) -> f64 {
    let sum: f64 = truth.rows().map(|row| loss.mean(face, row)).sum();
    sum / truth.len().max(1) as f64
}

/// The mean of the rows of `truth`.
fn mean_face(truth: &Table) -> Vec<f32> {
    let mut sum = vec![0f64; truth.columns];
    for row in truth.rows() {
        for (s, value) in sum.iter_mut().zip(row) {
            *s += f64::from(*value);
        }
    }
    sum.iter()
        .map(|s| (s / truth.len().max(1) as f64) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use faceoff_spec::Mse;

    use super::*;

    #[test]
    fn the_mean_face_is_the_best_constant_under_squared_error() {
        let truth = Table {
            columns: 2,
            values: vec![0.0, 1.0, 2.0, 5.0],
        };
        let mean = mean_face(&truth);
        assert_eq!(mean, [1.0, 3.0]);
        assert_eq!(
            constant_loss(&Loss::Mse(Mse), &mean, &truth),
            (1.0 + 4.0) / 2.0
        );
        for other in [[1.1, 3.0], [1.0, 2.9]] {
            assert!(constant_loss(&Loss::Mse(Mse), &other, &truth) > 2.5);
        }
    }
}
