//! A trained network that predicts.

use candle_core::Device;
use faceoff_data::{Face, Scaling, View};
use faceoff_landmarks::Scheme;
use faceoff_model::Network;
use faceoff_plan::RunRecord;
use faceoff_record::{Store, Table};

use crate::error::Error;
use crate::feed::Feed;
use crate::job::sizes;
use crate::run::predict;

/// A network that a run kept.
#[derive(Debug)]
pub struct Predictor {
    run: String,
    network: Network,
    input_size: usize,
    scheme: &'static Scheme,
    scaling: Scaling,
    device: Device,
}

impl Predictor {
    /// The network that the run of `record` kept after `epochs` epochs, on `device`.
    ///
    /// # Errors
    /// When its weights are not there, or not those of the network.
    pub fn load(
        store: &Store,
        record: &RunRecord,
        epochs: usize,
        device: &Device,
    ) -> Result<Self, Error> {
        let (config, name) = (&record.config, &record.data.scheme);
        let scheme = Scheme::named(name).ok_or_else(|| Error::Scheme {
            run: record.id.clone(),
            name: name.clone(),
        })?;
        let sizes = sizes(config, scheme);
        let network = Network::new(&config.model, sizes, config.train.seed, device)?;
        network.load(&store.snapshot_path(&record.id, epochs))?;
        Ok(Self {
            run: record.id.clone(),
            network,
            input_size: sizes.image,
            scheme,
            scaling: Scaling::of(&config.data.augment),
            device: device.clone(),
        })
    }

    /// Side of the images that the network sees, in pixels.
    pub fn input_size(&self) -> usize {
        self.input_size
    }

    /// What landmarks it predicts.
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// What it predicts for `views` of `faces`, a row for each, as records have predictions: the
    /// faces' own landmarks do not count.
    ///
    /// # Errors
    /// When a tensor operation fails.
    pub fn predict(&self, faces: &[Face], views: &[View]) -> Result<Table, Error> {
        let sizes = faceoff_model::Sizes {
            image: self.input_size,
            outputs: self.scheme.outputs(),
        };
        let predicted = Feed::new(faces, sizes, &self.device)
            .and_then(|feed| predict(&self.network, &feed, views, self.scaling));
        predicted.map_err(|source| Error::Tensor {
            run: self.run.clone(),
            source,
        })
    }
}
