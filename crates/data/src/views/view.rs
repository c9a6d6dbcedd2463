//! Which part of which image a network sees, before anything is rendered.

use faceoff_random::{Purpose, Stream};
use faceoff_spec::DataSpec;
use rayon::prelude::*;

use super::geometry::Geometry;
use super::pipeline::Pipeline;
use crate::Face;

/// One image for a network: a part of one of several faces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The face's place among them.
    pub face: usize,
    /// The part of its image.
    pub geometry: Geometry,
}

/// What one epoch trains on, in its order: every face once.
///
/// The order, the crops and their changes depend on `seed`, `epoch` and the faces' places alone.
pub fn training_views(faces: &[Face], spec: &DataSpec, seed: u64, epoch: usize) -> Vec<View> {
    let pipeline = Pipeline::new(spec.input_size);
    let augment = spec.augment;
    let epoch = epoch as u64;
    let view = |index: usize| {
        let face = &faces[index];
        let stream = |purpose| Stream::new(seed, purpose, &[epoch, index as u64]);
        let mut geometry = pipeline.training_crop(augment.crop, face, || stream(Purpose::Crop));
        geometry.draw(&augment, stream);
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
/// A crop depends on the image's size and on the view's number, not on the face's place.
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
    let Some(first) = views.first() else {
        return Vec::new();
    };
    let outputs = faces[first.face].scheme.outputs();
    let mut targets = vec![0.0; views.len() * outputs];
    targets
        .par_chunks_mut(outputs)
        .zip(views)
        .for_each(|(target, view)| {
            let pipeline = Pipeline::new(view.geometry.input_size);
            pipeline.target(&faces[view.face], &view.geometry, target);
        });
    targets
}
