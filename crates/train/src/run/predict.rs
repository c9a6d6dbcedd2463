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
