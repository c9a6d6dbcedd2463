//! Which part of which picture a network sees, before anything is rendered.

use faceoff_landmarks::Scheme;
use faceoff_random::{Purpose, Stream};
use faceoff_spec::{Crop, DataSpec};
use rayon::prelude::*;

use crate::{Face, Geometry, Pipeline, Tone, Warp};

/// One image for a network: a part of one of several faces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The face's place among them.
    pub face: usize,
    /// The part of its picture.
    pub geometry: Geometry,
}

/// What one epoch trains on, in its order: every face once.
///
/// The order, crops, flips, warps and tones depend on `seed`, `epoch` and the faces' places alone.
pub fn training_views(faces: &[Face], spec: &DataSpec, seed: u64, epoch: usize) -> Vec<View> {
    let pipeline = Pipeline::new(spec.input_size);
    let augment = spec.augment;
    let epoch = epoch as u64;
    let view = |index: usize| {
        let face = &faces[index];
        let position = [epoch, index as u64];
        let mut geometry = match augment.crop {
            Crop::Center => pipeline.center_crop(face),
            Crop::Random => {
                pipeline.random_crop(face, &mut Stream::new(seed, Purpose::Crop, &position))
            }
        };
        geometry.flipped = !augment.flip.is_off()
            && Stream::new(seed, Purpose::Flip, &position).chance(augment.flip.0);
        let stream = &mut Stream::new(seed, Purpose::Warp, &position);
        geometry.warp = Warp::random(&augment, spec.input_size, stream);
        let stream = &mut Stream::new(seed, Purpose::Tone, &position);
        geometry.tone = Tone::random(&augment, stream);
        View {
            face: index,
            geometry,
        }
    };
    let order = Stream::new(seed, Purpose::Shuffle, &[epoch]).permutation(faces.len());
    order.into_par_iter().map(view).collect()
}

/// The faces at `places` on the crops that they are always evaluated on.
///
/// A crop depends on the picture's size and on the view's number, not on the face's place.
pub fn evaluation_views(
    faces: &[Face],
    input_size: usize,
    places: impl IntoIterator<Item = usize>,
) -> Vec<View> {
    let pipeline = Pipeline::new(input_size);
    let view = |(number, face): (usize, usize)| View {
        face,
        geometry: pipeline.evaluation_crop(&faces[face], number),
    };
    places.into_iter().enumerate().map(view).collect()
}

/// The targets of `views` of `faces`, x0, y0, x1, y1, … each.
pub fn targets(faces: &[Face], views: &[View]) -> Vec<f32> {
    let outputs = Scheme::face_68().outputs();
    let mut targets = vec![0.0; views.len() * outputs];
    targets
        .par_chunks_mut(outputs)
        .zip(views)
        .for_each(|(target, view)| {
            let pipeline = Pipeline::new(view.geometry.input_size);
            target.copy_from_slice(&pipeline.target(&faces[view.face], &view.geometry));
        });
    targets
}
