//! Batches, prepared while the network trains.

use std::sync::mpsc::sync_channel;

use faceoff_config::{Crop, DataSpec, OUTPUTS};
use faceoff_random::{Purpose, Stream};
use rayon::prelude::*;

use crate::{Face, Geometry, Pipeline, Warp};

/// Batches prepared ahead of the one in use.
const AHEAD: usize = 3;

/// What a network is fed in one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Crops, `count · side · side` numbers from 0 to 1.
    pub images: Vec<f32>,
    /// Targets, `count · 136` numbers.
    pub targets: Vec<f32>,
    /// Images in the batch.
    pub count: usize,
}

/// The training batches of one epoch, from batch `first` on, prepared on a thread of their own.
///
/// The order of images, their crops, flips and warps depend on `seed` and `epoch` alone, so an epoch that
/// is resumed in its middle sees what it would have seen. The last batch may be smaller.
/// Dropping the iterator ends the thread.
pub fn training_batches(
    faces: &[Face],
    spec: &DataSpec,
    batch_size: usize,
    seed: u64,
    epoch: usize,
    first: usize,
) -> impl Iterator<Item = Batch> + use<> {
    let input_size = spec.input_size;
    let pipeline = Pipeline::new(input_size);
    let augment = spec.augment;
    let epoch = epoch as u64;
    let order = Stream::new(seed, Purpose::Shuffle, &[epoch]).permutation(faces.len());
    // Cheap: pixels are shared.
    let faces = faces.to_vec();
    let geometry = move |index: usize, face: &Face| {
        let position = [epoch, index as u64];
        let mut geometry = match augment.crop {
            Crop::Center => pipeline.center_crop(face),
            Crop::Random => {
                pipeline.random_crop(face, &mut Stream::new(seed, Purpose::Crop, &position))
            }
        };
        geometry.flipped =
            augment.flip > 0.0 && Stream::new(seed, Purpose::Flip, &position).chance(augment.flip);
        let stream = &mut Stream::new(seed, Purpose::Warp, &position);
        geometry.warp = Warp::random(&augment, input_size, stream);
        geometry
    };
    let (sender, receiver) = sync_channel(AHEAD);
    std::thread::spawn(move || {
        for indices in order.chunks(batch_size.max(1)).skip(first) {
            let chosen: Vec<(&Face, Geometry)> = indices
                .iter()
                .map(|&i| (&faces[i], geometry(i, &faces[i])))
                .collect();
            if sender.send(batch(&pipeline, input_size, &chosen)).is_err() {
                return;
            }
        }
    });
    receiver.into_iter()
}

/// All faces on their evaluation crops, in order.
pub fn evaluation_batches(
    faces: &[Face],
    input_size: usize,
    batch_size: usize,
) -> impl Iterator<Item = Batch> + '_ {
    let pipeline = Pipeline::new(input_size);
    let size = batch_size.max(1);
    faces.chunks(size).enumerate().map(move |(number, chunk)| {
        let crop = |(i, face)| (face, pipeline.evaluation_crop(face, number * size + i));
        let chosen: Vec<(&Face, Geometry)> = chunk.iter().enumerate().map(crop).collect();
        batch(&pipeline, input_size, &chosen)
    })
}

fn batch(pipeline: &Pipeline, input_size: usize, chosen: &[(&Face, Geometry)]) -> Batch {
    let area = input_size * input_size;
    let mut images = vec![0.0; chosen.len() * area];
    let mut targets = vec![0.0; chosen.len() * OUTPUTS];
    images
        .par_chunks_mut(area)
        .zip(targets.par_chunks_mut(OUTPUTS))
        .zip(chosen)
        .for_each(|((image, target), (face, geometry))| {
            pipeline.render(face, geometry, image);
            target.copy_from_slice(&pipeline.target(face, geometry));
        });
    Batch {
        images,
        targets,
        count: chosen.len(),
    }
}
