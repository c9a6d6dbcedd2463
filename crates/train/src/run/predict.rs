//! What the network predicts, without dropout and on fixed crops.

use candle_core::{Result, Tensor};
use faceoff_data::{Scaling, View};
use faceoff_model::Network;
use faceoff_record::Table;

use crate::feed::Feed;

/// Images predicted at once; the predictions do not depend on it.
pub(crate) const BATCH: usize = 64;

/// The predictions of `network` for `views` of the faces in `feed`, a row for each image, as the
/// study scales landmarks.
///
/// `scaling` is how they were scaled for the network to learn. What is recorded is the study's
/// whatever that was, so that runs are compared on one ground truth.
pub(crate) fn predict(
    network: &Network,
    feed: &Feed<'_>,
    views: &[View],
    scaling: Scaling,
) -> Result<Table> {
    let mut batches = Vec::new();
    for views in views.chunks(BATCH) {
        batches.push(network.forward(&feed.images(views)?)?);
    }
    let mut values = match &batches[..] {
        [] => Vec::new(),
        // Fetched together: a device is waited for once.
        some => Tensor::cat(some, 0)?.flatten_all()?.to_vec1::<f32>()?,
    };
    if scaling == Scaling::Pixels {
        let rows = values.chunks_exact_mut(feed.outputs().max(1));
        for (row, view) in rows.zip(views) {
            let beside = view.geometry.beside_pixels();
            for (i, value) in row.iter_mut().enumerate() {
                *value -= beside[i % 2];
            }
        }
    }
    Ok(Table {
        columns: feed.outputs(),
        values,
    })
}

#[cfg(test)]
mod tests {
    use candle_core::Device;
    use faceoff_data::{Geometry, evaluation_views, targets};
    use faceoff_model::Network;

    use super::super::common::{Case, config, with_job};
    use super::*;
    use crate::job::sizes;

    #[test]
    fn predictions_are_recorded_as_the_ground_truth_is_whatever_was_learned() {
        let (case, config) = (Case::new(), config(1));
        with_job(&Device::Cpu, &case.faces, &config, |job| {
            let faces = &case.faces.test;
            let sizes = sizes(&config, case.faces.scheme());
            let network = Network::new(&config.model, sizes, 0, job.device).unwrap();
            let feed = Feed::new(faces, sizes, job.device).unwrap();
            let views = evaluation_views(faces, sizes.image, 0..faces.len());
            let learned = |scaling| {
                let learned = views.iter().map(|view| View {
                    geometry: Geometry {
                        scaling,
                        ..view.geometry
                    },
                    ..*view
                });
                targets(faces, &learned.collect::<Vec<_>>())
            };
            let recorded = |scaling| predict(&network, &feed, &views, scaling).unwrap().values;
            let learned = learned(Scaling::Pixels)
                .into_iter()
                .zip(learned(Scaling::Study));
            let recorded = recorded(Scaling::Pixels)
                .into_iter()
                .zip(recorded(Scaling::Study));
            let mut most = 0f32;
            for ((pixels, study), (corrected, raw)) in learned.zip(recorded) {
                // A network that has learned `pixels` is recorded to predict `study`.
                assert!(((corrected - raw) - (study - pixels)).abs() < 1e-5);
                most = most.max((study - pixels).abs());
            }
            assert!(most > 1e-3, "the two must differ for this to say anything");
        });
    }
}
