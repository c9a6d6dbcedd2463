//! From an image to what the network sees: rescale, crop, normalise.
//!
//! The study's pipeline: the image in grey (0.299 R + 0.587 G + 0.114 B, 0 to 1) is rescaled so
//! that its shorter side is 250, bilinearly with half-pixel centres and without antialiasing (as
//! OpenCV's `INTER_LINEAR`), then cropped to 224×224. Other input sizes keep these proportions.
//! Grey and bilinear interpolation are both linear, so taking grey first changes nothing but the
//! last bits. Sources that were reduced to 8 grey bits beforehand carry that rounding: up to
//! 1/510, some 2e-3, which nothing done here can take back.

use faceoff_landmarks::target;

use super::geometry::Geometry;
use super::sample::sample;
use crate::Face;
use crate::faces::Pixels;

/// Rescaling and cropping to one input size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pipeline {
    pub(super) input_size: usize,
}

impl Pipeline {
    /// For crops of `input_size`×`input_size` pixels.
    pub fn new(input_size: usize) -> Self {
        Self { input_size }
    }

    /// Width and height of `face` after rescaling: the shorter side in the study's proportion to
    /// the crop, the other cut to whole pixels.
    pub fn resized(&self, face: &Face) -> [usize; 2] {
        self.resized_from([face.width, face.height])
    }

    /// The same of an image of a width and a height.
    pub(super) fn resized_from(&self, [width, height]: [usize; 2]) -> [usize; 2] {
        let proportion = target::SHORTER / target::SIDE;
        let shorter = ((self.input_size as f32 * proportion).round() as usize).max(self.input_size);
        if height > width {
            [shorter, shorter * height / width]
        } else {
            [shorter * width / height, shorter]
        }
    }

    /// Writes the crop to `pixels`, `input_size`² numbers from 0 to 1, row by row. Only the crop's
    /// pixels are computed.
    pub fn render(&self, face: &Face, geometry: &Geometry, pixels: &mut [f32]) {
        match &face.pixels {
            Pixels::Eight(source) => {
                sample(source, geometry, pixels, |v| f32::from(v) * (1.0 / 255.0));
            }
            Pixels::Sixteen(source) => {
                sample(source, geometry, pixels, |v| f32::from(v) * (1.0 / 65535.0));
            }
        }
        geometry.change_pixels(pixels);
    }

    /// Writes the targets of the crop to `targets`: (p − 100) / 50, p in pixels of the crop brought
    /// to 224×224.
    ///
    /// # Panics
    /// When there are not as many targets as coordinates.
    pub fn target(&self, face: &Face, geometry: &Geometry, targets: &mut [f32]) {
        let to_side = target::SIDE / self.input_size as f32;
        targets.copy_from_slice(&face.landmarks);
        for (i, value) in targets.iter_mut().enumerate() {
            let axis = i % 2;
            let resized = geometry.scaling.scale(*value, geometry.scale(axis));
            *value = resized - geometry.corner[axis] as f32;
        }
        geometry.move_landmarks(face.scheme, targets);
        for value in targets {
            *value = target::target(geometry.scaling.scale(*value, to_side));
        }
    }
}

impl Geometry {
    /// Brings what was predicted for the crop, x0, y0, x1, y1, … as the study scales landmarks, to
    /// pixels of the image: the other way round than [`Pipeline::target`], of a crop that is not
    /// changed.
    pub fn to_image(&self, predicted: &mut [f32]) {
        let from_side = self.input_size as f32 / target::SIDE;
        for (i, value) in predicted.iter_mut().enumerate() {
            let axis = i % 2;
            let resized = target::pixel(*value) * from_side + self.corner[axis] as f32;
            *value = resized / self.scale(axis);
        }
    }
}

#[cfg(test)]
mod tests {
    use faceoff_landmarks::Scheme;

    use super::*;

    #[test]
    fn targets_are_brought_back_to_pixels_of_the_image() {
        let landmarks: Vec<f32> = (0..136).map(|i| 3.5 * i as f32 - 20.0).collect();
        let face = Face {
            file: String::new(),
            person: None,
            video: None,
            frame: None,
            width: 301,
            height: 222,
            scheme: Scheme::face_68(),
            landmarks: landmarks.clone(),
            pixels: Pixels::Eight([].into()),
        };
        let pipeline = Pipeline::new(64);
        let crop = pipeline.evaluation_crop(&face, 3);
        let mut targets = vec![0.0; 136];
        pipeline.target(&face, &crop, &mut targets);
        crop.to_image(&mut targets);
        for (back, landmark) in targets.iter().zip(&landmarks) {
            assert!((back - landmark).abs() < 1e-3, "{back} {landmark}");
        }
    }

    #[test]
    fn targets_are_of_the_faces_scheme() {
        let table = "name = 'pair'\nlandmarks = ['a', 'b']\nmirror = [1, 0]\n\
            regions = [{ name = 'all', start = 0, end = 2 }]\noutlines = []\nnormalizers = []\n";
        let face = Face {
            file: "training/Ann_Lee_00.png".to_owned(),
            person: Some("Ann_Lee".to_owned()),
            video: Some(0),
            frame: Some(0),
            width: 4,
            height: 4,
            scheme: Box::leak(Box::new(Scheme::parse(table).unwrap())),
            landmarks: vec![0.0, 1.0, 3.0, 2.0],
            pixels: Pixels::Eight([0; 16].into()),
        };
        let plain = Geometry::plain([4, 4], [4, 4], [0, 0], 4);
        let flipped = Geometry {
            flipped: true,
            ..plain
        };
        for (geometry, pixels) in [
            (plain, [0.0, 1.0, 3.0, 2.0]),
            // The second landmark, mirrored, is the first.
            (flipped, [0.0, 2.0, 3.0, 1.0]),
        ] {
            let mut targets = [0.0; 4];
            Pipeline::new(4).target(&face, &geometry, &mut targets);
            // A pixel of the crop is 56 of the 224.
            assert_eq!(targets, pixels.map(|pixel| target::target(56.0 * pixel)));
        }
    }
}
