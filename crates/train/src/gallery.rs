//! The faces of a run, made into what its network is fed.

use candle_core::{Device, Result, Tensor};
use faceoff_config::{DataSpec, OUTPUTS};
use faceoff_data::{Face, View, render, training_batches};

/// Faces, and the device that their crops go to.
pub(crate) struct Gallery<'a> {
    faces: &'a [Face],
    side: usize,
    device: &'a Device,
}

/// What a step trains on.
pub(crate) struct Fed {
    /// n×1×side×side.
    pub(crate) images: Tensor,
    /// n×136.
    pub(crate) targets: Tensor,
}

/// The batches of an epoch.
pub(crate) type Batches<'a> = Box<dyn Iterator<Item = Result<Fed>> + 'a>;

impl<'a> Gallery<'a> {
    /// `faces`, for a network that sees pictures of `side` pixels a side.
    pub(crate) fn new(faces: &'a [Face], side: usize, device: &'a Device) -> Result<Self> {
        Ok(Self {
            faces,
            side,
            device,
        })
    }

    /// The crops of `views`, n×1×side×side.
    pub(crate) fn images(&self, views: &[View]) -> Result<Tensor> {
        let shape = (views.len(), 1, self.side, self.side);
        Tensor::from_vec(render(self.faces, views), shape, self.device)
    }

    /// The training batches of an epoch from batch `first` on.
    pub(crate) fn batches(
        &self,
        spec: &DataSpec,
        batch_size: usize,
        seed: u64,
        epoch: usize,
        first: usize,
    ) -> Result<Batches<'a>> {
        let (side, device) = (self.side, self.device);
        let batches = training_batches(self.faces, spec, batch_size, seed, epoch, first);
        Ok(Box::new(batches.map(move |batch| {
            let shape = (batch.count, 1, side, side);
            Ok(Fed {
                images: Tensor::from_vec(batch.images, shape, device)?,
                targets: Tensor::from_vec(batch.targets, (batch.count, OUTPUTS), device)?,
            })
        })))
    }
}
