//! The grey crops that landmarks are drawn over, where the data set is at hand.

use std::collections::HashMap;

use faceoff_data::{Face, FaceSet, Geometry, Pipeline, Tone};
use faceoff_record::Sample;
use faceoff_report::GrayImage;

/// Pictures of a data set, found by the files that records name.
pub(crate) struct Pictures<'a> {
    faces: HashMap<&'a str, &'a Face>,
}

impl<'a> Pictures<'a> {
    /// The pictures of `set`; none at all without one.
    pub(crate) fn of(set: Option<&'a FaceSet>) -> Self {
        let faces = set
            .into_iter()
            .flat_map(|set| set.train.iter().chain(&set.test));
        Self {
            faces: faces.map(|face| (face.file.as_str(), face)).collect(),
        }
    }

    /// The crop of `sample` as the network saw it.
    pub(crate) fn crop(&self, sample: &Sample, input_size: usize) -> Option<GrayImage> {
        let face = self.faces.get(sample.file.as_str())?;
        let geometry = Geometry {
            original: sample.original,
            resized: sample.resized,
            corner: sample.corner,
            input_size,
            flipped: false,
            warp: None,
            tone: Tone::PLAIN,
        };
        if geometry.original != [face.width, face.height] {
            return None;
        }
        let mut grey = vec![0.0; input_size * input_size];
        Pipeline::new(input_size).render(face, &geometry, &mut grey);
        let bytes = grey
            .iter()
            .map(|value| (value * 255.0).round() as u8)
            .collect();
        GrayImage::from_raw(input_size as u32, input_size as u32, bytes)
    }
}
