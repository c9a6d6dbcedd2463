//! The sizes of one convolution, and how its work is divided.

use std::ops::Range;

use candle_core::{Result, Tensor, bail};

/// Numbers of working memory a row block may take: with packing this stays within a core's L2
/// cache (1 MiB on the machine it was tuned on).
const BLOCK_NUMBERS: usize = 160 * 1024;

/// Samples whose weight gradients are summed one after the other; the sums of the groups are
/// then added in order. Fixed, so that results do not depend on the number of threads.
const GROUPS: usize = 16;

/// The sizes of one convolution: input `samples × channels × height × width`, weights
/// `filters × channels × kernel_height × kernel_width`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Geometry {
    pub(crate) samples: usize,
    pub(crate) channels: usize,
    pub(crate) height: usize,
    pub(crate) width: usize,
    pub(crate) filters: usize,
    pub(crate) kernel_height: usize,
    pub(crate) kernel_width: usize,
    pub(crate) stride: usize,
    pub(crate) padding: usize,
    pub(crate) out_height: usize,
    pub(crate) out_width: usize,
}

impl Geometry {
    /// Checks that the shapes fit together.
    pub(crate) fn new(
        x: &Tensor,
        w: &Tensor,
        b: &Tensor,
        stride: usize,
        padding: usize,
    ) -> Result<Self> {
        let &[samples, channels, height, width] = x.dims() else {
            bail!(
                "expected an input n×channels×height×width, found {:?}",
                x.shape()
            )
        };
        let &[filters, weight_channels, kernel_height, kernel_width] = w.dims() else {
            bail!(
                "expected weights filters×channels×height×width, found {:?}",
                w.shape()
            )
        };
        if weight_channels != channels {
            bail!("the weights take {weight_channels} channels, the input has {channels}")
        }
        if b.dims() != [filters] {
            bail!(
                "expected a bias of {filters} numbers, found {:?}",
                b.shape()
            )
        }
        if stride == 0 {
            bail!("expected a stride of at least 1, found 0")
        }
        let out = |size: usize, kernel: usize| match (size + 2 * padding).checked_sub(kernel) {
            Some(room) if kernel > 0 => Ok(room / stride + 1),
            _ => bail!("a kernel of {kernel} does not fit an input of {size} padded by {padding}"),
        };
        Ok(Self {
            samples,
            channels,
            height,
            width,
            filters,
            kernel_height,
            kernel_width,
            stride,
            padding,
            out_height: out(height, kernel_height)?,
            out_width: out(width, kernel_width)?,
        })
    }

    /// Numbers of one input sample.
    pub(crate) fn sample(&self) -> usize {
        self.channels * self.height * self.width
    }

    /// Input numbers that one output number is made of.
    pub(crate) fn depth(&self) -> usize {
        self.channels * self.kernel_height * self.kernel_width
    }

    /// Output numbers of `rows` rows of one filter, rounded up to whole vectors.
    pub(crate) fn padded_columns(&self, rows: usize) -> usize {
        (rows * self.out_width).next_multiple_of(16)
    }

    /// Divides the output rows `0..rows` into blocks that are worked on at once, each a multiple
    /// of `step` rows but for the last.
    pub(crate) fn row_blocks(&self, rows: usize, step: usize) -> RowBlocks {
        let numbers_per_row = (self.depth() + self.filters) * self.out_width;
        let most = (BLOCK_NUMBERS / numbers_per_row.max(1)).max(step);
        let count = rows.div_ceil(most).max(1);
        let height = rows.div_ceil(count).next_multiple_of(step).max(step);
        RowBlocks {
            rows,
            height,
            count: rows.div_ceil(height),
        }
    }

    /// Samples whose gradients are summed together.
    pub(crate) fn group(&self) -> usize {
        self.samples.div_ceil(GROUPS).max(1)
    }
}

/// Output rows divided into blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowBlocks {
    rows: usize,
    height: usize,
    pub(crate) count: usize,
}

impl RowBlocks {
    /// The rows of block `index`.
    pub(crate) fn rows(&self, index: usize) -> Range<usize> {
        index * self.height..((index + 1) * self.height).min(self.rows)
    }

    /// Rows of the largest block.
    pub(crate) fn largest(&self) -> usize {
        self.height.min(self.rows)
    }
}
