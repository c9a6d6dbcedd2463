//! Which part of an image a network sees, and how it is changed.

use faceoff_landmarks::{Scheme, target};
use faceoff_random::{Purpose, Stream};
use faceoff_spec::Augmentation;

use super::cutout::Cutout;
use super::flip;
use super::scaling::Scaling;
use super::tone::Tone;
use super::warp::Warp;

/// Which part of an image is taken, and how it is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    /// Width and height of the image, in pixels.
    pub original: [usize; 2],
    /// Width and height after rescaling.
    pub resized: [usize; 2],
    /// Left and top of the crop in the rescaled image.
    pub corner: [usize; 2],
    /// Side of the crop.
    pub input_size: usize,
    /// Where landmarks lie after that.
    pub scaling: Scaling,
    /// Whether the crop is mirrored.
    pub flipped: bool,
    /// How it is then turned, enlarged and moved. Beyond the image its edge goes on.
    pub warp: Option<Warp>,
    /// How its grey values are changed.
    pub tone: Tone,
    /// What is covered last.
    pub cutout: Option<Cutout>,
}

impl Geometry {
    /// The crop at `corner` of an image of `original` pixels brought to `resized`, as it is.
    pub fn plain(
        original: [usize; 2],
        resized: [usize; 2],
        corner: [usize; 2],
        input_size: usize,
    ) -> Self {
        Self {
            original,
            resized,
            corner,
            input_size,
            scaling: Scaling::Study,
            flipped: false,
            warp: None,
            tone: Tone::PLAIN,
            cutout: None,
        }
    }

    /// By what the image is scaled along an axis before it is cropped.
    pub(super) fn scale(&self, axis: usize) -> f32 {
        self.resized[axis] as f32 / self.original[axis] as f32
    }

    /// How much less the study's targets of the crop are than those of [`Scaling::Pixels`], along x
    /// and y, where nothing else moves landmarks.
    pub fn beside_pixels(&self) -> [f32; 2] {
        [0, 1].map(|axis| {
            let scale = self.scale(axis) * target::SIDE / self.input_size as f32;
            Scaling::Pixels.scale(0.0, scale) / target::SPREAD
        })
    }

    /// Draws how the crop is changed, in the order in which the changes are made. `stream` gives
    /// the stream of a purpose.
    pub(super) fn draw(&mut self, augment: &Augmentation, stream: impl Fn(Purpose) -> Stream) {
        self.scaling = Scaling::of(augment);
        self.flipped = flip::draw(augment.flip, || stream(Purpose::Flip));
        self.warp = Warp::random(augment, self.input_size, &mut stream(Purpose::Warp));
        self.tone = Tone::random(augment, &mut stream(Purpose::Tone));
        self.cutout = Cutout::draw(augment.cutout, self.input_size, || {
            stream(Purpose::Augmentation("cutout"))
        });
    }

    /// Brings landmarks of the crop, x0, y0, x1, y1, …, to where the changes move them.
    pub(super) fn move_landmarks(&self, scheme: &Scheme, landmarks: &mut [f32]) {
        if self.flipped {
            flip::move_landmarks(scheme, landmarks, self.input_size);
        }
        if let Some(warp) = self.warp {
            warp.move_landmarks(landmarks);
        }
    }

    /// Changes the grey values of the crop, row by row, once they lie in their places.
    pub(super) fn change_pixels(&self, pixels: &mut [f32]) {
        self.tone.apply(pixels);
        if let Some(cutout) = self.cutout {
            cutout.apply(pixels, self.input_size);
        }
    }
}
