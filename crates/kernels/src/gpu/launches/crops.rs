//! Crops of images that lie in memory as bytes.

use candle_core::Result;

use crate::gpu::Argument::{Bytes, ToFloats, Value};
use crate::gpu::{Gpu, Kernel};

/// Crops of a launch.
const CROPS: usize = 56;
/// Words that describe a crop.
const WORDS: usize = 17;
/// Threads of a block, one for a pixel.
const CROP_THREADS: usize = 256;
/// Images begin at multiples of so many bytes.
pub(crate) const IMAGE_STEP: usize = 16;

/// How a crop is changed, in the order in which it is done.
// Without CUDA, the emulated GPU alone knows it.
#[cfg_attr(not(feature = "cuda"), allow(unreachable_pub))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Changes {
    /// Whether it is mirrored.
    pub flipped: bool,
    /// How it is then turned, enlarged and moved, as [a, b, middle, right, down]: pixel p shows
    /// what was at (a·x + b·y + middle, a·y − b·x + middle) before, with (x, y) = p −
    /// (right, down) − middle. Beyond the image its edge goes on.
    pub warp: Option<[f32; 5]>,
    /// How its values are changed, as [gain, offset]: v, from 0 to 1, becomes gain·v + offset, cut
    /// to that range. [1, 0] changes nothing.
    pub tone: [f32; 2],
    /// What is covered with middle grey, as [left, top, right, bottom], the last two not included;
    /// nothing where it has no width.
    pub cutout: [u16; 4],
}

#[cfg_attr(not(feature = "cuda"), allow(unreachable_pub))]
impl Changes {
    /// None at all.
    pub const NONE: Self = Self {
        flipped: false,
        warp: None,
        tone: [1.0, 0.0],
        cutout: [0; 4],
    };
}

/// A crop as `cuda/crops.cuh` takes it. Sizes are width and height, places left and top.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    /// Where the image begins, in [`IMAGE_STEP`]s.
    pub(crate) start: u32,
    /// Whether its samples have 16 bits.
    pub(crate) wide: bool,
    pub(crate) original: [u32; 2],
    pub(crate) resized: [u32; 2],
    pub(crate) corner: [u32; 2],
    pub(crate) changes: Changes,
}

impl Placed {
    fn words(&self) -> [u32; WORDS] {
        let Changes {
            flipped,
            warp,
            tone,
            cutout,
        } = self.changes;
        let flags = [self.wide, flipped, warp.is_some()];
        let flags = (0..).zip(flags).map(|(bit, set)| u32::from(set) << bit);
        let [a, b, middle, right, down] = warp.unwrap_or_default().map(f32::to_bits);
        let [gain, offset] = tone.map(f32::to_bits);
        let cutout = cutout.map(u32::from);
        [
            self.start,
            flags.sum(),
            self.original[0],
            self.original[1],
            self.resized[0],
            self.resized[1],
            self.corner[0],
            self.corner[1],
            a,
            b,
            middle,
            right,
            down,
            gain,
            offset,
            cutout[0] | cutout[1] << 16,
            cutout[2] | cutout[3] << 16,
        ]
    }
}

/// The crops, `size`×`size` numbers each, one after the other. What describes them travels with the
/// launch: nothing is copied.
pub(crate) fn render<G: Gpu>(
    gpu: &G,
    images: &G::Bytes,
    crops: &[Placed],
    size: usize,
) -> Result<G::Floats> {
    let pixels = size * size;
    let mut y = gpu.floats(crops.len() * pixels)?;
    for (launch, crops) in crops.chunks(CROPS).enumerate() {
        let mut words = [0u32; CROPS * WORDS];
        for (words, crop) in words.chunks_exact_mut(WORDS).zip(crops) {
            words.copy_from_slice(&crop.words());
        }
        let kernel = Kernel::layers("render_crops");
        gpu.launch(
            kernel,
            [pixels.div_ceil(CROP_THREADS), crops.len(), 1],
            CROP_THREADS,
            &mut [
                Bytes(images),
                ToFloats(&mut y, launch * CROPS * pixels),
                Value(&[size as u32]),
                Value(&words),
            ],
        )?;
    }
    Ok(y)
}
