//! What the network answers, without dropout and on fixed crops.

use candle_core::{Result, Tensor};
use faceoff_config::OUTPUTS;
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
