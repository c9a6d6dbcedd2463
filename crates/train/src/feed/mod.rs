//! The faces of a run, made into what its network is fed: images and targets.

mod on_gpu;

use std::rc::Rc;

use candle_core::{Device, Result, Tensor};
use faceoff_data::{Face, View, render, targets, training_batches, training_views};
use faceoff_model::Sizes;
use faceoff_spec::DataSpec;

use on_gpu::OnGpu;

/// Faces whose crops are rendered where the network is: on a GPU, from bytes that lie there, or in
/// main memory on a thread of their own.
pub(crate) struct Feed<'a> {
    faces: &'a [Face],
    side: usize,
    outputs: usize,
    device: &'a Device,
    on_gpu: Option<Rc<OnGpu>>,
}

/// What a step trains on.
pub(crate) struct Batch {
    /// n×1×side×side.
    pub(crate) images: Tensor,
    /// n×outputs.
    pub(crate) targets: Tensor,
}

/// The batches of an epoch.
type Batches<'a> = Box<dyn Iterator<Item = Result<Batch>> + 'a>;

impl<'a> Feed<'a> {
    /// `faces`, for a network of these sizes.
    pub(crate) fn new(faces: &'a [Face], sizes: Sizes, device: &'a Device) -> Result<Self> {
        Ok(Self {
            faces,
            side: sizes.image,
            outputs: sizes.outputs,
            device,
            on_gpu: OnGpu::new(faces, device)?.map(Rc::new),
        })
    }

    /// Numbers that the network predicts for an image.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// The crops of `views`, n×1×side×side.
    pub(crate) fn images(&self, views: &[View]) -> Result<Tensor> {
        match &self.on_gpu {
            Some(images) => images.crops(views),
            None => {
                let shape = (views.len(), 1, self.side, self.side);
                Tensor::from_vec(render(self.faces, views), shape, self.device)
            }
        }
    }

    /// The training batches of an epoch from batch `first` on.
    ///
    /// To a GPU the targets of the whole epoch are copied at once, and nothing after that.
    pub(crate) fn batches(
        &self,
        spec: &DataSpec,
        batch_size: usize,
        seed: u64,
        epoch: usize,
        first: usize,
    ) -> Result<Batches<'a>> {
        let (side, outputs, device) = (self.side, self.outputs, self.device);
        let Some(on_gpu) = self.on_gpu.clone() else {
            let batches = training_batches(self.faces, spec, batch_size, seed, epoch, first);
            return Ok(Box::new(batches.map(move |batch| {
                let shape = (batch.count, 1, side, side);
                Ok(Batch {
                    images: Tensor::from_vec(batch.images, shape, device)?,
                    targets: Tensor::from_vec(batch.targets, (batch.count, outputs), device)?,
                })
            })));
        };
        let views = training_views(self.faces, spec, seed, epoch);
        let shape = (views.len(), outputs);
        let all = Tensor::from_vec(targets(self.faces, &views), shape, device)?;
        let starts = (0..views.len()).step_by(batch_size.max(1)).skip(first);
        Ok(Box::new(starts.map(move |start| {
            let count = batch_size.min(views.len() - start);
            Ok(Batch {
                images: on_gpu.crops(&views[start..start + count])?,
                targets: all.narrow(0, start, count)?,
            })
        })))
    }
}
