//! How an image is divided into tiles, and tiles into blocks.

use std::ops::Range;

use super::transform::{IN, OUT, POINTS};
use crate::cpu::conv::geometry::Geometry;
use crate::cpu::matmul::PANEL;

/// Tiles worked on at once, about: with their points in both spaces they stay within a core's L2
/// cache, and the transformed weights are read often enough.
const BLOCK_TILES: usize = 40;

/// The sizes of a convolution that is pooled and computed in tiles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tiling {
    pub(crate) geometry: Geometry,
    pub(crate) pooled_height: usize,
    pub(crate) pooled_width: usize,
    pub(crate) tile_rows: usize,
    pub(crate) tile_columns: usize,
    /// Channels and filters, rounded up to whole panels.
    pub(crate) channels: usize,
    pub(crate) filters: usize,
    block_rows: usize,
}

impl Tiling {
    pub(crate) fn new(geometry: Geometry) -> Self {
        let (pooled_height, pooled_width) = (geometry.out_height / 2, geometry.out_width / 2);
        let tile_rows = (2 * pooled_height).div_ceil(OUT);
        let tile_columns = (2 * pooled_width).div_ceil(OUT);
        let most = (BLOCK_TILES / tile_columns).clamp(1, tile_rows);
        Self {
            geometry,
            pooled_height,
            pooled_width,
            tile_rows,
            tile_columns,
            channels: geometry.channels.next_multiple_of(PANEL),
            filters: geometry.filters.next_multiple_of(PANEL),
            block_rows: tile_rows.div_ceil(tile_rows.div_ceil(most)),
        }
    }

    /// Blocks of a sample.
    pub(crate) fn blocks(&self) -> usize {
        self.tile_rows.div_ceil(self.block_rows)
    }

    /// The tile rows of block `index`.
    pub(crate) fn block(&self, index: usize) -> Range<usize> {
        index * self.block_rows..((index + 1) * self.block_rows).min(self.tile_rows)
    }

    /// Tiles of the largest block.
    fn block_tiles(&self) -> usize {
        self.block_rows * self.tile_columns
    }

    /// The layout of a block's tiles in `channels` channels.
    pub(crate) fn points(&self, channels: usize) -> Points {
        Points::new(self.block_tiles(), channels)
    }

    /// Input pixels that `tile_rows` rows of tiles are made of, as rows and columns.
    pub(crate) fn pixels(&self, tile_rows: usize) -> (usize, usize) {
        (
            tile_rows * OUT + IN - OUT,
            self.tile_columns * OUT + IN - OUT,
        )
    }

    /// Input pixels of the largest block.
    pub(crate) fn block_pixels(&self) -> usize {
        let (rows, columns) = self.pixels(self.block_rows);
        rows * columns
    }

    /// Results of a row of windows in the lanes of a block; the last may be in none.
    pub(crate) fn window_columns(&self) -> usize {
        self.tile_columns * OUT / 2
    }

    /// Results of the largest block, in lanes.
    pub(crate) fn block_windows(&self) -> usize {
        self.block_rows * OUT / 2 * self.window_columns()
    }

    /// The rows of the result that come from `tiles`.
    pub(crate) fn pooled_rows(&self, tiles: &Range<usize>) -> Range<usize> {
        let end = (tiles.end * OUT / 2).min(self.pooled_height);
        tiles.start * OUT / 2..end
    }
}

/// Where numbers of transformed tiles lie: channel c of item i at point p is at
/// `p · point + i · item + c`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Points {
    pub(crate) item: usize,
    pub(crate) point: usize,
}

impl Points {
    /// Of `items` tiles or channels. Both strides are an odd number of cache lines, which spreads
    /// them over all sets of a cache.
    pub(crate) fn new(items: usize, channels: usize) -> Self {
        let item = (channels / PANEL) | 1;
        Self {
            item: item * PANEL,
            point: ((items * item) | 1) * PANEL,
        }
    }

    pub(crate) fn length(&self) -> usize {
        POINTS * self.point
    }
}
