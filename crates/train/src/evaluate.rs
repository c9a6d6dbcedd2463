//! What the network answers, without dropout and on fixed crops.

use candle_core::{Result, Tensor};
use faceoff_config::{Loss, OUTPUTS};
use faceoff_data::View;
use faceoff_model::Network;
use faceoff_record::Table;

use crate::gallery::Gallery;

/// Images answered at once; the answers do not depend on it.
pub(crate) const BATCH: usize = 64;

/// The answers of `network` for `views` of the faces in `gallery`, a row an image.
pub(crate) fn answers(network: &Network, gallery: &Gallery<'_>, views: &[View]) -> Result<Table> {
    let mut answered = Vec::new();
    for views in views.chunks(BATCH) {
        answered.push(network.forward(&gallery.images(views)?)?);
    }
    let values = match &answered[..] {
        [] => Vec::new(),
        // Fetched together: a device is waited for once.
        some => Tensor::cat(some, 0)?.flatten_all()?.to_vec1::<f32>()?,
    };
    Ok(Table {
        columns: OUTPUTS,
        values,
    })
}

/// The mean loss of answering `face` for every row of `truth`.
pub(crate) fn constant_loss(loss: &Loss, face: &[f32], truth: &Table) -> f64 {
    let sum: f64 = truth.rows().map(|row| loss.mean(face, row)).sum();
    sum / truth.len().max(1) as f64
}

/// The mean of the rows of `truth`.
pub(crate) fn mean_face(truth: &Table) -> Vec<f32> {
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
    use super::*;

    #[test]
    fn the_mean_face_is_the_best_constant_under_squared_error() {
        let truth = Table {
            columns: 2,
            values: vec![0.0, 1.0, 2.0, 5.0],
        };
        let mean = mean_face(&truth);
        assert_eq!(mean, [1.0, 3.0]);
        assert_eq!(constant_loss(&Loss::Mse, &mean, &truth), (1.0 + 4.0) / 2.0);
        for other in [[1.1, 3.0], [1.0, 2.9]] {
            assert!(constant_loss(&Loss::Mse, &other, &truth) > 2.5);
        }
    }
}
