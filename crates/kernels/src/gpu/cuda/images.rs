//! Images kept on a GPU as bytes, and crops of them rendered there.

use candle_core::cuda::cudarc::driver::CudaSlice;
use candle_core::{CudaDevice, Device, Result, Tensor, bail};

use super::tensor;
use crate::gpu::launches::crops::{Changes, IMAGE_STEP, Placed, render};

/// Grey samples, row by row.
#[derive(Clone, Copy, Debug)]
pub enum Samples<'a> {
    /// From 0, black, to 255.
    Eight(&'a [u8]),
    /// From 0, black, to 65535.
    Sixteen(&'a [u16]),
}

/// A grey image.
#[derive(Clone, Copy, Debug)]
pub struct Image<'a> {
    /// Its width · height samples.
    pub samples: Samples<'a>,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

/// A crop of an image that is rescaled, cropped and then changed.
///
/// Rescaling is bilinear with half-pixel centres and without antialiasing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    /// The image's index.
    pub image: usize,
    /// Width and height of the image after rescaling.
    pub resized: [usize; 2],
    /// Left and top of the crop in the rescaled image.
    pub corner: [usize; 2],
    /// Side of the crop, in pixels.
    pub size: usize,
    /// How the crop is changed.
    pub changes: Changes,
}

/// Images on a GPU.
#[derive(Debug)]
pub struct Images {
    device: CudaDevice,
    bytes: CudaSlice<u8>,
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    wide: bool,
    size: [u32; 2],
}

impl Images {
    /// Copies `images` to `device`, a CUDA device: one byte, or two, for each sample.
    ///
    /// # Errors
    /// A device that is none of CUDA's or lacks the memory, no images, images without pixels
    /// or with another number of samples.
    pub fn new(images: &[Image<'_>], device: &Device) -> Result<Self> {
        let device = device.as_cuda_device()?.clone();
        if images.is_empty() {
            bail!("expected at least one image")
        }
        let (mut bytes, mut places) = (Vec::new(), Vec::with_capacity(images.len()));
        for (index, image) in images.iter().enumerate() {
            let (width, height) = (image.width, image.height);
            let found = match image.samples {
                Samples::Eight(samples) => samples.len(),
                Samples::Sixteen(samples) => samples.len(),
            };
            if found == 0 || width.checked_mul(height) != Some(found) {
                bail!("image {index} is {width}×{height}, but holds {found} samples")
            }
            bytes.resize(bytes.len().next_multiple_of(IMAGE_STEP), 0);
            let Ok(start) = u32::try_from(bytes.len() / IMAGE_STEP) else {
                bail!("the images up to {index} take more than 64 GiB")
            };
            let wide = match image.samples {
                Samples::Eight(samples) => {
                    bytes.extend_from_slice(samples);
                    false
                }
                Samples::Sixteen(samples) => {
                    bytes.extend(samples.iter().flat_map(|sample| sample.to_ne_bytes()));
                    true
                }
            };
            let size = [counted(width)?, counted(height)?];
            places.push(Place { start, wide, size });
        }
        Ok(Self {
            bytes: device.clone_htod(&bytes)?,
            device,
            places,
        })
    }

    /// Renders `crops`, all of one size, as float32 n×1×size×size on the device, from 0, black, to
    /// 1. What describes the crops travels with the launch: nothing is waited for.
    ///
    /// # Errors
    /// No crops, crops of several sizes or of 0, crops that reach beyond their rescaled image, a
    /// image that is not there.
    pub fn crops(&self, crops: &[Crop]) -> Result<Tensor> {
        let Some(size) = crops.first().map(|crop| crop.size) else {
            bail!("expected at least one crop")
        };
        if !(1..1 << 15).contains(&size) {
            bail!("expected crops of 1 to 32767 pixels, found {size}")
        }
        let placed = crops.iter().map(|crop| self.placed(crop, size));
        let placed = placed.collect::<Result<Vec<_>>>()?;
        let y = render(&self.device, &self.bytes, &placed, size)?;
        Ok(tensor(y, &self.device, (crops.len(), 1, size, size)))
    }

    fn placed(&self, crop: &Crop, size: usize) -> Result<Placed> {
        let Some(place) = self.places.get(crop.image) else {
            bail!(
                "expected an image from 0 to {}, found {}",
                self.places.len() - 1,
                crop.image
            )
        };
        if crop.size != size {
            bail!("expected crops of one size, found {size} and {}", crop.size)
        }
        let inside = |axis: usize| {
            let end = crop.corner[axis].checked_add(size);
            end.is_some_and(|end| end <= crop.resized[axis])
        };
        if !inside(0) || !inside(1) {
            bail!(
                "a crop of {size} pixels at {:?} reaches beyond an image rescaled to {:?}",
                crop.corner,
                crop.resized
            )
        }
        let [width, height] = crop.resized;
        let [left, top] = crop.corner;
        Ok(Placed {
            start: place.start,
            wide: place.wide,
            original: place.size,
            resized: [counted(width)?, counted(height)?],
            corner: [counted(left)?, counted(top)?],
            changes: crop.changes,
        })
    }
}

fn counted(pixels: usize) -> Result<u32> {
    match u32::try_from(pixels) {
        Ok(pixels) if pixels < 1 << 31 => Ok(pixels),
        _ => bail!("expected less than 2³¹ pixels in a row or column, found {pixels}"),
    }
}
