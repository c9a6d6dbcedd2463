//! What the network predicts, without dropout and on fixed crops.

use candle_core::{Result, Tensor};
use faceoff_data::View;
use faceoff_model::Network;
use faceoff_record::Table;

use crate::feed::Feed;

/// Images predicted at once; the predictions do not depend on it.
pub(crate) const BATCH: usize = 64;

/// The predictions of `network` for `views` of the faces in `feed`, a row for each image.
pub(crate) fn predict(network: &Network, feed: &Feed<'_>, views: &[View]) -> Result<Table> {
    let mut batches = Vec::new();
    for views in views.chunks(BATCH) {
        batches.push(network.forward(&feed.images(views)?)?);
    }
    let values = match &batches[..] {
        [] => Vec::new(),
        // Fetched together: a device is waited for once.
        some => Tensor::cat(some, 0)?.flatten_all()?.to_vec1::<f32>()?,
    };
    Ok(Table {
        columns: feed.outputs(),
        values,
    })
}
