//! The grey crops that landmarks are drawn over, where the data set is at hand.

use std::collections::HashMap;

use faceoff_data::{Face, FaceSet, Geometry, Pipeline};
use faceoff_plan::RunRecord;
use faceoff_record::Sample;
use faceoff_report::GrayImage;

/// Images of data sets, found by what records name: the set's content and the image's file.
pub(crate) struct Images<'a> {
    sets: HashMap<&'a str, HashMap<&'a str, &'a Face>>,
}

impl<'a> Images<'a> {
    /// The images of `sets`.
    pub(crate) fn of(sets: impl IntoIterator<Item = &'a FaceSet>) -> Self {
        let by_file = |set: &'a FaceSet| {
            let faces = set.train.iter().chain(&set.test);
            let faces = faces.map(|face| (face.file.as_str(), face)).collect();
            (set.fingerprint(), faces)
        };
        Self {
            sets: sets.into_iter().map(by_file).collect(),
        }
    }

    /// The crop of a run's `sample` as its network saw it.
    pub(crate) fn crop(&self, run: &RunRecord, sample: &Sample) -> Option<GrayImage> {
        let faces = self.sets.get(run.config.data_fingerprint.as_str())?;
        let face = faces.get(sample.file.as_str())?;
        let input_size = run.config.data.input_size;
        let geometry = Geometry::plain(sample.original, sample.resized, sample.corner, input_size);
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
