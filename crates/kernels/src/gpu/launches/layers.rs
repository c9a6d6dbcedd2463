//! Activations, max-pool, dropout, standardized images, and what a linear layer needs besides matrix products.

use candle_core::Result;

use crate::cpu::mask::Mask;
use crate::gpu::Argument::{Bytes, Floats, ToBytes, ToFloats, Value};
use crate::gpu::{Gpu, Kernel, Numbers, THREADS, blocks, long, words};

/// Threads of a block that standardizes an image.
const STANDARDIZE_THREADS: usize = 512;

/// The function that the kernel `name` computes, of `count` numbers.
pub(crate) fn pointwise<G: Gpu>(
    gpu: &G,
    name: &str,
    x: Numbers<'_, G>,
    count: usize,
) -> Result<G::Floats> {
    let mut y = gpu.floats(count)?;
    let arguments = &mut [Floats(x), ToFloats(&mut y, 0), Value(&long(count))];
    gpu.launch(Kernel::layers(name), blocks(count), THREADS, arguments)?;
    Ok(y)
}

/// The gradient of [`pointwise`]'s argument, from the argument and the result's gradient.
pub(crate) fn pointwise_gradient<G: Gpu>(
    gpu: &G,
    name: &str,
    [x, dy]: [Numbers<'_, G>; 2],
    count: usize,
) -> Result<G::Floats> {
    let mut dx = gpu.floats(count)?;
    let (to, long) = (ToFloats(&mut dx, 0), long(count));
    let arguments = &mut [Floats(x), Floats(dy), to, Value(&long)];
    let name = format!("{name}_gradient");
    gpu.launch(Kernel::layers(&name), blocks(count), THREADS, arguments)?;
    Ok(dx)
}

/// The largest numbers of the 2×2 windows of `planes` planes, and where in their windows they were.
pub(crate) fn max_pool<G: Gpu>(
    gpu: &G,
    x: Numbers<'_, G>,
    planes: usize,
    [height, width]: [usize; 2],
) -> Result<(G::Floats, G::Bytes)> {
    let count = planes * (height / 2) * (width / 2);
    let (mut y, mut choices) = (gpu.floats(count)?, gpu.bytes(count)?);
    let arguments = &mut [
        Floats(x),
        ToFloats(&mut y, 0),
        ToBytes(&mut choices),
        Value(&long(count)),
        Value(&[height as u32, width as u32]),
    ];
    gpu.launch(
        Kernel::layers("max_pool"),
        blocks(count),
        THREADS,
        arguments,
    )?;
    Ok((y, choices))
}

/// The gradient of [`max_pool`]'s argument.
pub(crate) fn max_pool_gradient<G: Gpu>(
    gpu: &G,
    dy: Numbers<'_, G>,
    choices: &G::Bytes,
    planes: usize,
    [height, width]: [usize; 2],
) -> Result<G::Floats> {
    let count = planes * height * width;
    let mut dx = gpu.floats(count)?;
    let arguments = &mut [
        Floats(dy),
        Bytes(choices),
        ToFloats(&mut dx, 0),
        Value(&long(count)),
        Value(&[height as u32, width as u32]),
    ];
    gpu.launch(
        Kernel::layers("max_pool_gradient"),
        blocks(count),
        THREADS,
        arguments,
    )?;
    Ok(dx)
}

/// `x` with the factors of `mask`.
pub(crate) fn dropout<G: Gpu>(
    gpu: &G,
    x: Numbers<'_, G>,
    count: usize,
    mask: Mask,
) -> Result<G::Floats> {
    let mut y = gpu.floats(count)?;
    let Mask {
        threshold,
        scale,
        key,
    } = mask;
    let arguments = &mut [
        Floats(x),
        ToFloats(&mut y, 0),
        Value(&long(count)),
        Value(&words(key)),
        Value(&[threshold]),
        Value(&[scale.to_bits()]),
    ];
    gpu.launch(Kernel::layers("dropout"), blocks(count), THREADS, arguments)?;
    Ok(y)
}

/// `images` images of `count` numbers each, every one less its mean and divided by its standard
/// deviation; `epsilon` is added to the variance.
pub(crate) fn standardize<G: Gpu>(
    gpu: &G,
    x: Numbers<'_, G>,
    [images, count]: [usize; 2],
    epsilon: f64,
) -> Result<G::Floats> {
    let mut y = gpu.floats(images * count)?;
    let arguments = &mut [
        Floats(x),
        ToFloats(&mut y, 0),
        Value(&long(count)),
        Value(&[(epsilon as f32).to_bits()]),
    ];
    let (grid, threads) = ([images, 1, 1], STANDARDIZE_THREADS);
    gpu.launch(Kernel::layers("standardize"), grid, threads, arguments)?;
    Ok(y)
}

/// Adds `b` to each of the `rows` rows of `y`.
pub(crate) fn add_bias<G: Gpu>(
    gpu: &G,
    y: &mut G::Floats,
    b: Numbers<'_, G>,
    [rows, columns]: [usize; 2],
) -> Result<()> {
    let count = rows * columns;
    let arguments = &mut [
        ToFloats(y, 0),
        Floats(b),
        Value(&long(count)),
        Value(&[columns as u32]),
    ];
    gpu.launch(
        Kernel::layers("add_bias"),
        blocks(count),
        THREADS,
        arguments,
    )
}

/// The sums of the columns of a matrix.
pub(crate) fn column_sums<G: Gpu>(
    gpu: &G,
    matrix: Numbers<'_, G>,
    [rows, columns]: [usize; 2],
) -> Result<G::Floats> {
    let mut sums = gpu.floats(columns)?;
    let arguments = &mut [
        Floats(matrix),
        ToFloats(&mut sums, 0),
        Value(&[rows as u32]),
        Value(&[columns as u32]),
    ];
    gpu.launch(
        Kernel::layers("column_sums"),
        blocks(columns),
        THREADS,
        arguments,
    )?;
    Ok(sums)
}
