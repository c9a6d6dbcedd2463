//! Convolutions 3×3, stride 1: forward, backward, and both fused with ReLU and max-pool.

use candle_core::Result;

use crate::cpu::conv::geometry::Geometry;
use crate::gpu::Argument::{Bytes, Floats, Nothing, ToBytes, ToFloats, Value};
use crate::gpu::{Gpu, Kernel, Numbers, THREADS, all, blocks};

/// Places of a tile, along a side.
const SIDE: usize = 8;
/// Inputs whose weights lie together.
const INPUTS: usize = 8;
/// Numbers of a kernel.
const SHIFTS: usize = 9;
/// Inputs up to which the first layer's kernels are used.
const FEW: usize = 3;
/// Threads, and filters of a block, of the first layer's kernels.
const FIRST_THREADS: usize = 256;
const FIRST_FILTERS: usize = 16;
/// Threads, filters and inputs of a block of the weight gradient's kernels.
const WEIGHT_THREADS: usize = 128;
const WEIGHT_FILTERS: usize = 64;
const WEIGHT_INPUTS: usize = 16;
/// Blocks that weight gradients are divided among: about what the largest cards run at once. Fixed,
/// so that results are the same on every card.
const WEIGHT_BLOCKS: usize = 396;
const FIRST_BLOCKS: usize = 1056;

/// How products are taken: in float32 as three of TF32 (see `cuda/fragments.cuh`), or in TF32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Float32,
    Tf32,
}

macro_rules! by_precision {
    ($precision:expr, $name:literal) => {
        match $precision {
            Precision::Float32 => concat!($name, "_3"),
            Precision::Tf32 => concat!($name, "_1"),
        }
    };
}

/// The weights as a forward pass takes them, and the tiles it takes them in.
fn filters<G: Gpu>(gpu: &G, g: &Geometry, w: Numbers<'_, G>) -> Result<(Tile, G::Floats)> {
    let tile = Tile::of(g.filters);
    let packed = tile.pack(
        gpu,
        w,
        [g.filters, g.channels],
        [g.channels * SHIFTS, SHIFTS],
        false,
    )?;
    Ok((tile, packed))
}

/// `x` convolved with `w`, plus `b`: the numbers of n×filters×out height×out width.
pub(crate) fn forward<G: Gpu>(
    gpu: &G,
    g: &Geometry,
    precision: Precision,
    [x, w, b]: [Numbers<'_, G>; 3],
) -> Result<G::Floats> {
    let (tile, packed) = filters(gpu, g, w)?;
    let mut y = gpu.floats(g.samples * g.filters * g.out_height * g.out_width)?;
    let name = match tile {
        Tile::Small => by_precision!(precision, "conv_32"),
        Tile::Large => by_precision!(precision, "conv_64"),
    };
    gpu.launch(
        Kernel::conv(name),
        tile.grid([g.out_height, g.out_width], g.filters, g.samples),
        tile.threads(),
        &mut [
            Floats(x),
            Floats(all(&packed)),
            Floats(b),
            ToFloats(&mut y, 0),
            Value(&sizes(
                [g.channels, g.height, g.width],
                [g.filters, g.out_height, g.out_width],
                g.padding as i32,
            )),
        ],
    )?;
    Ok(y)
}

/// The largest of each 2×2 window of `x` convolved with `w`, plus `b`, and not below 0; and for each
/// the place in its window it came from, 4 where it is 0. `g` is without padding.
pub(crate) fn forward_pooled<G: Gpu>(
    gpu: &G,
    g: &Geometry,
    precision: Precision,
    [x, w, b]: [Numbers<'_, G>; 3],
) -> Result<(G::Floats, G::Bytes)> {
    let (height, width) = (g.out_height / 2, g.out_width / 2);
    let count = g.samples * g.filters * height * width;
    let (mut y, mut choices) = (gpu.floats(count)?, gpu.bytes(count)?);
    if g.channels <= FEW {
        let name = ["conv_first_1", "conv_first_2", "conv_first_3"][g.channels - 1];
        let grid = [
            (height * width).div_ceil(FIRST_THREADS),
            g.filters.div_ceil(FIRST_FILTERS),
            g.samples,
        ];
        gpu.launch(
            Kernel::conv(name),
            grid,
            FIRST_THREADS,
            &mut [
                Floats(x),
                Floats(w),
                Floats(b),
                ToFloats(&mut y, 0),
                ToBytes(&mut choices),
                Value(&first_sizes(g, 0)),
            ],
        )?;
        return Ok((y, choices));
    }
    let (tile, packed) = filters(gpu, g, w)?;
    let name = match tile {
        Tile::Small => by_precision!(precision, "conv_pooled_32"),
        Tile::Large => by_precision!(precision, "conv_pooled_64"),
    };
    gpu.launch(
        Kernel::conv(name),
        tile.grid([2 * height, 2 * width], g.filters, g.samples),
        tile.threads(),
        &mut [
            Floats(x),
            Floats(all(&packed)),
            Floats(b),
            ToFloats(&mut y, 0),
            ToBytes(&mut choices),
            Value(&sizes(
                [g.channels, g.height, g.width],
                [g.filters, g.out_height, g.out_width],
                0,
            )),
        ],
    )?;
    Ok((y, choices))
}

/// The gradient of `x` from `dy`, that of [`forward`]'s result, or with `choices` of
/// [`forward_pooled`]'s.
pub(crate) fn input_gradient<G: Gpu>(
    gpu: &G,
    g: &Geometry,
    precision: Precision,
    w: Numbers<'_, G>,
    dy: Numbers<'_, G>,
    choices: Option<&G::Bytes>,
) -> Result<G::Floats> {
    // A convolution of the gradient with the kernels turned around, in a border of zeros.
    let tile = Tile::of(g.channels);
    let packed = tile.pack(
        gpu,
        w,
        [g.channels, g.filters],
        [SHIFTS, g.channels * SHIFTS],
        true,
    )?;
    let mut dx = gpu.floats(g.samples * g.channels * g.height * g.width)?;
    let sizes = sizes(
        [g.filters, g.out_height, g.out_width],
        [g.channels, g.height, g.width],
        2 - g.padding as i32,
    );
    let grid = tile.grid([g.height, g.width], g.channels, g.samples);
    let packed = Floats(all(&packed));
    match choices {
        None => {
            let name = match tile {
                Tile::Small => by_precision!(precision, "conv_32"),
                Tile::Large => by_precision!(precision, "conv_64"),
            };
            let to = ToFloats(&mut dx, 0);
            let arguments = &mut [Floats(dy), packed, Nothing, to, Value(&sizes)];
            gpu.launch(Kernel::conv(name), grid, tile.threads(), arguments)?;
        }
        Some(choices) => {
            let name = match tile {
                Tile::Small => by_precision!(precision, "conv_from_pooled_32"),
                Tile::Large => by_precision!(precision, "conv_from_pooled_64"),
            };
            let to = ToFloats(&mut dx, 0);
            let arguments = &mut [Floats(dy), Bytes(choices), packed, to, Value(&sizes)];
            gpu.launch(Kernel::conv(name), grid, tile.threads(), arguments)?;
        }
    }
    Ok(dx)
}

/// The gradients of `w` and `b`; `dy` and `choices` as for [`input_gradient`].
pub(crate) fn weight_gradients<G: Gpu>(
    gpu: &G,
    g: &Geometry,
    precision: Precision,
    x: Numbers<'_, G>,
    dy: Numbers<'_, G>,
    choices: Option<&G::Bytes>,
) -> Result<(G::Floats, G::Floats)> {
    let weights = g.filters * g.channels * SHIFTS;
    let length = weights + g.filters;
    let mut partial;
    let parts;
    match choices {
        Some(choices) if g.channels <= FEW => {
            let windows = g.samples * (g.out_height / 2) * (g.out_width / 2);
            let most = windows.div_ceil(FIRST_THREADS).max(1);
            parts = FIRST_BLOCKS.div_ceil(g.filters).min(most);
            partial = gpu.floats(parts * length)?;
            let name = [
                "conv_first_weights_1",
                "conv_first_weights_2",
                "conv_first_weights_3",
            ][g.channels - 1];
            gpu.launch(
                Kernel::conv(name),
                [g.filters, parts, 1],
                FIRST_THREADS,
                &mut [
                    Floats(x),
                    Floats(dy),
                    Bytes(choices),
                    ToFloats(&mut partial, 0),
                    Value(&first_sizes(g, parts)),
                ],
            )?;
        }
        _ => {
            // An odd last row or column of places is in no window.
            let [height, width] = match choices {
                Some(_) => [g.out_height / 2 * 2, g.out_width / 2 * 2],
                None => [g.out_height, g.out_width],
            };
            let tiles = [height.div_ceil(SIDE), width.div_ceil(SIDE)];
            let across = [
                g.filters.div_ceil(WEIGHT_FILTERS),
                g.channels.div_ceil(WEIGHT_INPUTS),
            ];
            let most = g.samples * tiles[0] * tiles[1];
            parts = WEIGHT_BLOCKS.div_ceil(across[0] * across[1]).min(most);
            partial = gpu.floats(parts * length)?;
            let sizes = [
                g.samples,
                g.channels,
                g.height,
                g.width,
                g.filters,
                g.out_height,
                g.out_width,
                g.padding,
                tiles[0],
                tiles[1],
                parts,
            ]
            .map(|size| size as u32);
            let grid = [across[0], across[1], parts];
            match choices {
                None => gpu.launch(
                    Kernel::conv(by_precision!(precision, "conv_weights")),
                    grid,
                    WEIGHT_THREADS,
                    &mut [
                        Floats(x),
                        Floats(dy),
                        ToFloats(&mut partial, 0),
                        Value(&sizes),
                    ],
                )?,
                Some(choices) => gpu.launch(
                    Kernel::conv(by_precision!(precision, "conv_pooled_weights")),
                    grid,
                    WEIGHT_THREADS,
                    &mut [
                        Floats(x),
                        Floats(dy),
                        Bytes(choices),
                        ToFloats(&mut partial, 0),
                        Value(&sizes),
                    ],
                )?,
            }
        }
    }
    let (mut dw, mut db) = (gpu.floats(weights)?, gpu.floats(g.filters)?);
    gpu.launch(
        Kernel::conv("add_parts"),
        [length.div_ceil(THREADS), 1, 1],
        THREADS,
        &mut [
            Floats(all(&partial)),
            Value(&[parts as u32]),
            Value(&[weights as u32]),
            Value(&[g.filters as u32]),
            ToFloats(&mut dw, 0),
            ToFloats(&mut db, 0),
        ],
    )?;
    Ok((dw, db))
}

/// How many outputs a block computes.
#[derive(Clone, Copy, Debug)]
enum Tile {
    Small,
    Large,
}

impl Tile {
    fn of(outputs: usize) -> Self {
        if outputs > 32 {
            Self::Large
        } else {
            Self::Small
        }
    }

    fn outputs(self) -> usize {
        match self {
            Self::Small => 32,
            Self::Large => 64,
        }
    }

    fn threads(self) -> usize {
        2 * self.outputs()
    }

    fn grid(self, [height, width]: [usize; 2], outputs: usize, samples: usize) -> [usize; 3] {
        [
            height.div_ceil(SIDE) * width.div_ceil(SIDE),
            outputs.div_ceil(self.outputs()),
            samples,
        ]
    }

    /// Weights as the blocks read them. `steps` say how far apart those of neighbouring outputs
    /// and inputs lie.
    fn pack<G: Gpu>(
        self,
        gpu: &G,
        w: Numbers<'_, G>,
        [outputs, inputs]: [usize; 2],
        steps: [usize; 2],
        turned: bool,
    ) -> Result<G::Floats> {
        let of_chunk = SHIFTS * INPUTS * (self.outputs() + 8);
        let count = outputs.div_ceil(self.outputs()) * inputs.div_ceil(INPUTS) * of_chunk;
        let mut packed = gpu.floats(count)?;
        let name = match self {
            Self::Small => "pack_weights_32",
            Self::Large => "pack_weights_64",
        };
        gpu.launch(
            Kernel::conv(name),
            blocks(count),
            THREADS,
            &mut [
                Floats(w),
                ToFloats(&mut packed, 0),
                Value(&[outputs as u32]),
                Value(&[inputs as u32]),
                Value(&[steps[0] as u32]),
                Value(&[steps[1] as u32]),
                Value(&[u32::from(turned)]),
            ],
        )?;
        Ok(packed)
    }
}

/// `ConvSizes` of `cuda/conv_tile.cuh`.
fn sizes(input: [usize; 3], output: [usize; 3], padding: i32) -> [u32; 7] {
    let [inputs, in_height, in_width] = input.map(|size| size as u32);
    let [outputs, out_height, out_width] = output.map(|size| size as u32);
    [
        inputs,
        in_height,
        in_width,
        outputs,
        out_height,
        out_width,
        padding as u32,
    ]
}

/// `FirstSizes` of `cuda/conv_first.cuh`.
fn first_sizes(g: &Geometry, parts: usize) -> [u32; 5] {
    [g.samples, g.height, g.width, g.filters, parts].map(|size| size as u32)
}
