//! Landmarks that trained networks predict on photographs.

mod frames;
mod photos;
mod weights;

use std::path::Path;

use faceoff_data::{Frame, Photo, Pipeline, View};
use faceoff_landmarks::Scheme;
use faceoff_report::{OverlayLayer, RgbImage, overlay};
use faceoff_spec::Color;
use faceoff_train::Predictor;

use crate::error::Error;
use crate::folders::Folders;
use crate::observer::Observer;
use crate::processors::{self, DeviceOptions};

pub use frames::Frames;
pub use photos::photos;

/// Networks that predict the same photographs.
#[derive(Debug)]
pub struct Predictors(Vec<Named>);

#[derive(Debug)]
struct Named {
    label: String,
    color: Color,
    predictor: Predictor,
    /// The longest shorter side of an image that it was tested on, in pixels: larger ones are
    /// reduced to it, as the network knows no finer detail.
    most: u32,
}

/// What one network predicts.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// What the network is called: `base@85`.
    pub label: String,
    /// x0, y0, x1, y1, … in pixels of the photograph, counted by their centres.
    pub landmarks: Vec<f32>,
}

impl Predictors {
    /// The networks called `names`, each `name` or `name@EPOCH`; without an epoch that which was kept
    /// last. `study` names the study whose records they are of; without it that is the one with the
    /// most evidence about all of them.
    ///
    /// # Errors
    /// Names that stand for nothing, networks that were not kept, weights that are not at hand.
    pub fn open(
        folders: &Folders,
        names: &[String],
        study: Option<&str>,
        device: &DeviceOptions,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let processors = processors::find(device, observer)?;
        let networks = weights::find(folders, names, study, observer)?;
        let mut all = Vec::new();
        for (network, color) in networks.into_iter().zip(Color::PALETTE.into_iter().cycle()) {
            let store = folders.store();
            let device = processors[0].open()?;
            let predictor = Predictor::load(&store, &network.record, network.epochs, &device)?;
            all.push(Named {
                label: network.label,
                color,
                predictor,
                most: network.largest_tested,
            });
        }
        Ok(Self(all))
    }

    /// What the networks predict for the face in `frame` of `photo`, in the order of their names.
    /// The frame is taken for an image of a data set: the middle of it is what a network sees.
    ///
    /// # Errors
    /// When a tensor operation fails.
    pub fn predict(&self, photo: &Photo, frame: Frame) -> Result<Vec<Predicted>, Error> {
        let mut all = Vec::new();
        for Named {
            label,
            predictor,
            most,
            ..
        } in &self.0
        {
            let framed = photo.framed(frame, *most);
            let geometry = Pipeline::new(predictor.input_size()).center_crop(&framed.face);
            let faces = [framed.face.clone()];
            let view = View { face: 0, geometry };
            let mut landmarks = predictor.predict(&faces, &[view])?.values;
            geometry.to_image(&mut landmarks);
            framed.to_photo(&mut landmarks);
            all.push(Predicted {
                label: label.clone(),
                landmarks,
            });
        }
        Ok(all)
    }

    /// `photo` with the landmarks that were `predicted` on it, as a PNG.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn overlay(&self, photo: &Photo, predicted: &[Predicted]) -> Result<Vec<u8>, Error> {
        let layers = self.0.iter().zip(predicted);
        let layers: Vec<OverlayLayer<'_>> = layers
            .map(|(named, predicted)| OverlayLayer {
                label: &named.label,
                color: named.color,
                landmarks: &predicted.landmarks,
            })
            .collect();
        let image: &RgbImage = &photo.colors;
        Ok(overlay(image, &layers)?)
    }
}

/// How many landmarks a face has.
pub fn landmark_count() -> usize {
    Scheme::face_68().count()
}

/// Writes `bytes` into the file `path`, replacing what was there.
///
/// # Errors
/// When the file system refuses.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = faceoff_files::write_atomically(path, &[bytes]);
    written.map_err(|error| Error::Record(error.into()))
}
