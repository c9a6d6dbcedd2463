//! Where a crop is taken.

use faceoff_random::{Purpose, Stream};
use faceoff_spec::Crop;

use super::geometry::Geometry;
use super::pipeline::Pipeline;
use crate::Face;

impl Pipeline {
    /// The crop of a training image. `stream` is for one that is drawn.
    pub(super) fn training_crop(
        &self,
        crop: Crop,
        face: &Face,
        stream: impl FnOnce() -> Stream,
    ) -> Geometry {
        match crop {
            Crop::Center => self.center_crop(face),
            Crop::Random => self.random_crop(face, &mut stream()),
        }
    }

    /// A crop anywhere, uniformly.
    pub fn random_crop(&self, face: &Face, stream: &mut Stream) -> Geometry {
        self.crop(face, |room| stream.below(room + 1))
    }

    /// The middle.
    pub fn center_crop(&self, face: &Face) -> Geometry {
        self.crop(face, |room| room / 2)
    }

    /// The crop that image `index` of a set is always evaluated on.
    pub fn evaluation_crop(&self, face: &Face, index: usize) -> Geometry {
        self.random_crop(
            face,
            &mut Stream::new(0, Purpose::EvaluationCrop, &[index as u64]),
        )
    }

    fn crop(&self, face: &Face, mut pick: impl FnMut(usize) -> usize) -> Geometry {
        let resized = self.resized(face);
        let corner = resized.map(|side| pick(side - self.input_size));
        Geometry::plain([face.width, face.height], resized, corner, self.input_size)
    }
}
