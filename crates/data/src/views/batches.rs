//! Batches rendered in main memory, prepared while the network trains.

use std::sync::mpsc::sync_channel;

use faceoff_spec::DataSpec;
use rayon::prelude::*;

use super::pipeline::Pipeline;
use super::view::{View, targets, training_views};
use crate::Face;

/// Batches prepared ahead of the one in use.
const AHEAD: usize = 3;

/// What a network is fed in one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Crops, `count · side · side` numbers from 0 to 1.
    pub images: Vec<f32>,
    /// Targets, as many numbers for each image as its landmarks have coordinates.
    pub targets: Vec<f32>,
    /// Images in the batch.
    pub count: usize,
}

/// The training batches of one epoch, from batch `first` on, prepared on a thread of their own:
/// the [`training_views`] of `faces`, `batch_size` at a time.
///
/// An epoch that is resumed in its middle sees what it would have seen. The last batch may be
/// smaller. Dropping the iterator ends the thread.
pub fn training_batches(
    faces: &[Face],
    spec: &DataSpec,
    batch_size: usize,
    seed: u64,
    epoch: usize,
    first: usize,
) -> impl Iterator<Item = Batch> + use<> {
    // Cheap: pixels are shared.
    let (faces, spec) = (faces.to_vec(), spec.clone());
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        let views = training_views(&faces, &spec, seed, epoch);
        for views in views.chunks(batch_size.max(1)).skip(first) {
            let batch = Batch {
                images: render(&faces, views),
                targets: targets(&faces, views),
                count: views.len(),
            };
            if sender.send(batch).is_err() {
                return;
            }
        }
    });
    receiver.into_iter()
}

/// The crops of `views` of `faces`, one after the other: side · side numbers from 0 to 1 each.
pub fn render(faces: &[Face], views: &[View]) -> Vec<f32> {
    let Some(side) = views.first().map(|view| view.geometry.input_size) else {
        return Vec::new();
    };
    let pipeline = Pipeline::new(side);
    let mut images = vec![0.0; views.len() * side * side];
    images
        .par_chunks_mut(side * side)
        .zip(views)
        .for_each(|(image, view)| pipeline.render(&faces[view.face], &view.geometry, image));
    images
}
