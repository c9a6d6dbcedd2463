//! A photograph whose landmarks nobody knows.

use std::path::Path;

use faceoff_files::Error as FileError;
use faceoff_landmarks::Scheme;
use image::imageops::thumbnail;
use image::{DynamicImage, ImageBuffer, Luma, RgbImage};

use super::decode::{grey, picture};
use super::face::{Face, Pixels};
use crate::Error;

/// A decoded photograph, as viewers show it: turned as its EXIF orientation says.
#[derive(Clone, Debug)]
pub struct Photo {
    /// Its colours, row by row.
    pub colors: RgbImage,
    pixels: Pixels,
}

/// A part of a photograph, in pixels; it may reach beyond the photograph, whose edge goes on there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its left and its top, counted from the photograph's.
    pub corner: [i64; 2],
    /// Its width and its height, both at least 1.
    pub size: [u32; 2],
}

/// A part of a photograph as an image of its own.
#[derive(Clone, Debug)]
pub struct Framed {
    /// The image. It has no landmarks.
    pub face: Face,
    frame: Frame,
}

impl Photo {
    /// The photograph in `path`, in any format that data sets may have.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(FileError::of("read", path))?;
        Self::decode(path, &bytes)
    }

    /// The photograph in `bytes`; `path` is what errors call it.
    ///
    /// # Errors
    /// When it cannot be decoded.
    pub fn decode(path: &Path, bytes: &[u8]) -> Result<Self, Error> {
        let (image, _) = picture(path, bytes)?;
        Ok(Self {
            colors: image.to_rgb8(),
            pixels: grey(image),
        })
    }

    /// Width and height in pixels.
    pub fn size(&self) -> [u32; 2] {
        [self.colors.width(), self.colors.height()]
    }

    /// All of it.
    pub fn whole(&self) -> Frame {
        Frame {
            corner: [0, 0],
            size: self.size(),
        }
    }

    /// What is in `frame`, with a shorter side of `most` pixels where it would be longer: each pixel is
    /// then the mean of those that it covers, so that much smaller images show no false patterns.
    pub fn framed(&self, frame: Frame, most: u32) -> Framed {
        let [width, height] = frame.size.map(|side| side.max(1));
        let shorter = width.min(height);
        let reduced = |side: u32| {
            let side = u64::from(side) * u64::from(most.max(1)) / u64::from(shorter);
            (side as u32).max(1)
        };
        let size = match shorter > most {
            true => [reduced(width), reduced(height)],
            false => [width, height],
        };
        let pixels = match &self.pixels {
            Pixels::Eight(values) => {
                let cut =
                    ImageBuffer::<Luma<u8>, _>::from_raw(width, height, self.cut(values, frame));
                let cut = cut.map(|cut| reduced_to(cut, size, thumbnail));
                Pixels::Eight(cut.unwrap_or_default().into())
            }
            Pixels::Sixteen(values) => {
                let cut =
                    ImageBuffer::<Luma<u16>, _>::from_raw(width, height, self.cut(values, frame));
                let cut = cut.map(|cut| reduced_to(cut, size, thumbnail));
                Pixels::Sixteen(cut.unwrap_or_default().into())
            }
        };
        let face = Face {
            file: String::new(),
            person: None,
            video: None,
            frame: None,
            width: size[0] as usize,
            height: size[1] as usize,
            scheme: Scheme::face_68(),
            landmarks: Vec::new(),
            pixels,
        };
        Framed { face, frame }
    }

    /// The grey `values` in `frame`.
    fn cut<T: Copy>(&self, values: &[T], frame: Frame) -> Vec<T> {
        let [columns, rows] = [0, 1].map(|axis| {
            let last = i64::from(self.size()[axis]) - 1;
            let (first, side) = (frame.corner[axis], i64::from(frame.size[axis].max(1)));
            (first..first + side).map(move |place| place.clamp(0, last) as usize)
        });
        let columns: Vec<usize> = columns.collect();
        let width = self.colors.width() as usize;
        let mut cut = Vec::with_capacity(columns.len() * frame.size[1] as usize);
        for row in rows {
            let row = &values[row * width..][..width];
            cut.extend(columns.iter().map(|&column| row[column]));
        }
        cut
    }
}

/// The samples of `image`, brought to `size` by `resize` where it has another.
fn reduced_to<T>(
    image: Grey<T>,
    size: [u32; 2],
    resize: impl Fn(&Grey<T>, u32, u32) -> Grey<T>,
) -> Vec<T>
where
    Luma<T>: image::Pixel<Subpixel = T>,
{
    match [image.width(), image.height()] == size {
        true => image.into_raw(),
        false => resize(&image, size[0], size[1]).into_raw(),
    }
}

type Grey<T> = ImageBuffer<Luma<T>, Vec<T>>;

impl Framed {
    /// Brings landmarks of the image, x0, y0, x1, y1, …, to pixels of the photograph; pixels are
    /// counted by their centres.
    pub fn to_photo(&self, landmarks: &mut [f32]) {
        for (place, value) in landmarks.iter_mut().enumerate() {
            let axis = place % 2;
            let side = [self.face.width, self.face.height][axis] as f32;
            let scale = self.frame.size[axis] as f32 / side;
            *value = (*value + 0.5) * scale - 0.5 + self.frame.corner[axis] as f32;
        }
    }
}

impl From<DynamicImage> for Photo {
    fn from(image: DynamicImage) -> Self {
        Self {
            colors: image.to_rgb8(),
            pixels: grey(image),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4×2 pixels: 0, 10, 20, 30 above 40, 50, 60, 70.
    fn photo() -> Photo {
        let pixels = (0..8).map(|i| i * 10).collect();
        let image = image::GrayImage::from_raw(4, 2, pixels).unwrap();
        DynamicImage::from(image).into()
    }

    fn cut(corner: [i64; 2], size: [u32; 2], most: u32) -> (Vec<u8>, Framed) {
        let framed = photo().framed(Frame { corner, size }, most);
        let Pixels::Eight(values) = &framed.face.pixels else {
            panic!("grey photographs have eight bits");
        };
        (values.to_vec(), framed)
    }

    #[test]
    fn a_frame_is_cut_out_and_the_edge_goes_on() {
        assert_eq!(cut([1, 0], [2, 2], 9).0, [10, 20, 50, 60]);
        assert_eq!(cut([-1, 0], [2, 1], 9).0, [0, 0]);
        assert_eq!(cut([3, 1], [2, 2], 9).0, [70, 70, 70, 70]);
    }

    #[test]
    fn a_large_frame_is_reduced_to_means() {
        let (values, framed) = cut([0, 0], [4, 2], 1);
        assert_eq!((framed.face.width, framed.face.height), (2, 1));
        assert_eq!(values, [25, 45]);
        // The middle of the first mean is between the four pixels that it covers.
        let mut landmarks = [0.0, 0.0, 1.0, 0.0];
        framed.to_photo(&mut landmarks);
        assert_eq!(landmarks, [0.5, 0.5, 2.5, 0.5]);
    }

    #[test]
    fn landmarks_of_a_frame_are_told_in_pixels_of_the_photograph() {
        let (_, framed) = cut([1, -1], [2, 2], 9);
        let mut landmarks = [0.0, 0.0, 1.5, 0.5];
        framed.to_photo(&mut landmarks);
        assert_eq!(landmarks, [1.0, -1.0, 2.5, -0.5]);
    }
}
