//! What the host does for the kernels of `cuda/`.
//!
//! Launches are written for any [`Gpu`], so that tests run the same ones on an emulated GPU.

use candle_core::Result;

use crate::cpu::conv::geometry::Geometry;

#[cfg(feature = "cuda")]
pub(crate) mod cuda;
#[cfg(test)]
pub(crate) mod emulated;
pub(crate) mod launches;
#[cfg(test)]
mod tests;

/// A machine that launches kernels, one after the other in the order they are asked for.
pub(crate) trait Gpu: Sized {
    /// float32 numbers in its memory.
    type Floats;
    /// Bytes in its memory.
    type Bytes;

    /// Memory for `count` numbers, with anything in it.
    fn floats(&self, count: usize) -> Result<Self::Floats>;

    /// Memory for `count` bytes, with anything in it.
    fn bytes(&self, count: usize) -> Result<Self::Bytes>;

    /// Launches `kernel` on `grid` blocks of `threads` threads.
    ///
    /// Arguments are those the kernel declares, in number, order and kind, and every place that it
    /// reads or writes lies within them: this module's business, as the device checks nothing.
    fn launch(
        &self,
        kernel: Kernel<'_>,
        grid: [usize; 3],
        threads: usize,
        arguments: &mut [Argument<'_, Self>],
    ) -> Result<()>;
}

/// A kernel, and the file of `cuda/` it lies in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kernel<'a> {
    #[cfg_attr(
        not(feature = "cuda"),
        expect(dead_code, reason = "the emulated GPU holds all")
    )]
    pub(crate) file: File,
    pub(crate) name: &'a str,
}

impl<'a> Kernel<'a> {
    /// A kernel of a convolution.
    pub(crate) fn conv(name: &'a str) -> Self {
        let file = File::Conv;
        Self { file, name }
    }

    /// Any other kernel.
    pub(crate) fn layers(name: &'a str) -> Self {
        let file = File::Layers;
        Self { file, name }
    }
}

/// What is compiled and loaded together.
#[derive(Clone, Copy, Debug)]
pub(crate) enum File {
    Conv,
    Layers,
}

/// What a kernel is given.
pub(crate) enum Argument<'a, G: Gpu> {
    /// Numbers it reads.
    Floats(Numbers<'a, G>),
    /// Bytes it reads.
    Bytes(&'a G::Bytes),
    /// Numbers it writes, from the given one on.
    ToFloats(&'a mut G::Floats, usize),
    /// Bytes it writes.
    ToBytes(&'a mut G::Bytes),
    /// No numbers.
    Nothing,
    /// A value, in words of four bytes, lower first.
    Value(&'a [u32]),
}

/// Numbers in memory, from one on.
pub(crate) struct Numbers<'a, G: Gpu> {
    pub(crate) memory: &'a G::Floats,
    pub(crate) start: usize,
}

impl<G: Gpu> Clone for Numbers<'_, G> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<G: Gpu> Copy for Numbers<'_, G> {}

/// All numbers of `memory`.
pub(crate) fn all<G: Gpu>(memory: &G::Floats) -> Numbers<'_, G> {
    Numbers { memory, start: 0 }
}

/// Threads of a block that goes through numbers one by one.
const THREADS: usize = 256;
/// Blocks that go through any count of numbers: a few waves on the largest cards.
const BLOCKS: usize = 4096;
/// What the second and third size of a grid may be.
const MOST_BLOCKS: usize = 65535;

/// Blocks for `count` numbers, each thread taking every so many-th.
fn blocks(count: usize) -> [usize; 3] {
    [count.div_ceil(THREADS).clamp(1, BLOCKS), 1, 1]
}

/// A count as a kernel takes it.
fn long(count: usize) -> [u32; 2] {
    words(count as u64)
}

fn words(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

/// Whether the kernels can compute a convolution: 3×3, stride 1, and counted in 32 bits.
pub(crate) fn fits(g: &Geometry) -> bool {
    let input = g.channels * g.height * g.width;
    let output = g.filters * g.out_height * g.out_width;
    let places = g.samples * g.height.max(g.out_height) * g.width.max(g.out_width);
    [g.kernel_height, g.kernel_width, g.stride] == [3, 3, 1]
        && g.padding < 1 << 15
        && g.samples <= MOST_BLOCKS
        && g.filters.max(g.channels) <= MOST_BLOCKS
        && [input, output, places, g.filters * (g.channels * 9 + 1)]
            .iter()
            .all(|&count| count < 1 << 30)
}
