//! The same operations put together from candle's own, with right gradients.
//!
//! They run on every device and for every floating-point type; the fast paths take float32 in
//! main memory or on a CUDA device. Arguments are taken as checked by the functions of the crate's root.

use candle_core::{Device, Result, Tensor};

use crate::Loss;
use crate::conv::ConvOptions;
use crate::dropout::Mask;

/// See [`conv2d`](crate::conv2d()).
pub fn conv2d(x: &Tensor, w: &Tensor, b: &Tensor, options: ConvOptions) -> Result<Tensor> {
    let ConvOptions {
        stride,
        padding,
        input_gradient,
    } = options;
    let x = if input_gradient {
        x.clone()
    } else {
        x.detach()
    };
    // Candle's backward fails where rows and columns leave different remainders, so the input is
    // padded and cut to what is used first.
    let used = |size: usize, kernel: usize| {
        (size + 2 * padding).saturating_sub(kernel) / stride * stride + kernel
    };
    let (_, _, height, width) = x.dims4()?;
    let (_, _, kernel_height, kernel_width) = w.dims4()?;
    let x = x
        .pad_with_zeros(2, padding, padding)?
        .pad_with_zeros(3, padding, padding)?
        .narrow(2, 0, used(height, kernel_height))?
        .narrow(3, 0, used(width, kernel_width))?;
    let y = x.contiguous()?.conv2d(w, 0, stride, 1, 1)?;
    y.broadcast_add(&b.reshape((1, (), 1, 1))?)
}

/// See [`conv_relu_pool`](crate::conv_relu_pool()).
pub fn conv_relu_pool(x: &Tensor, w: &Tensor, b: &Tensor, input_gradient: bool) -> Result<Tensor> {
    let options = ConvOptions {
        input_gradient,
        ..ConvOptions::default()
    };
    max_pool2d(&relu(&conv2d(x, w, b, options)?)?)
}

/// See [`relu`](crate::relu()).
pub fn relu(x: &Tensor) -> Result<Tensor> {
    // Candle's own has the gradient 1 at 0. NaN is not ≤ 0 and stays.
    x.le(0f64)?.where_cond(&x.zeros_like()?, x)
}

/// See [`max_pool2d`](crate::max_pool2d()).
pub fn max_pool2d(x: &Tensor) -> Result<Tensor> {
    let (n, channels, height, width) = x.dims4()?;
    let (height, width) = (height / 2, width / 2);
    let windows = x
        .narrow(2, 0, 2 * height)?
        .narrow(3, 0, 2 * width)?
        .contiguous()?
        .reshape((n, channels, height, 2, width, 2))?;
    let corner = |row, column| -> Result<Tensor> {
        windows
            .narrow(3, row, 1)?
            .narrow(5, column, 1)?
            .contiguous()?
            .reshape((n, channels, height, width))
    };
    // Candle's own spreads the gradient over equal maxima; a strict comparison keeps the first.
    let mut best = corner(0, 0)?;
    for (row, column) in [(0, 1), (1, 0), (1, 1)] {
        let value = corner(row, column)?;
        let is_nan = value.ne(&value)?;
        let better = (value.gt(&best)? + is_nan)?;
        best = better.where_cond(&value, &best)?;
    }
    Ok(best)
}

/// See [`linear`](crate::linear()).
pub fn linear(x: &Tensor, w: &Tensor, b: &Tensor) -> Result<Tensor> {
    let x = if x.rank() > 2 {
        x.flatten_from(1)?
    } else {
        x.clone()
    };
    x.matmul(&w.t()?)?.broadcast_add(b)
}

/// See [`standardize`](crate::standardize()).
pub fn standardize(images: &Tensor, epsilon: f64) -> Result<Tensor> {
    let images = images.detach();
    let over_a_picture = (1, 2, 3);
    let centered = images.broadcast_sub(&images.mean_keepdim(over_a_picture)?)?;
    let variance = centered.sqr()?.mean_keepdim(over_a_picture)?;
    centered.broadcast_div(&(variance + epsilon)?.sqrt()?)
}

pub(crate) fn dropout(x: &Tensor, mask: Mask) -> Result<Tensor> {
    let factors: Vec<f32> = (0..x.elem_count()).map(|i| mask.factor(i as u64)).collect();
    let factors = Tensor::from_vec(factors, x.shape(), &Device::Cpu)?;
    x.mul(&factors.to_dtype(x.dtype())?.to_device(x.device())?)
}

pub(crate) fn loss(loss: &Loss, prediction: &Tensor, target: &Tensor) -> Result<Tensor> {
    let d = prediction.sub(target)?;
    // `abs` of candle has the gradient 1 at 0.
    let size = d.mul(&d.detach().sign()?)?;
    let half_square = (d.sqr()? * 0.5)?;
    let joined = |inner: &Tensor, outer: &Tensor, at: f64| size.lt(at)?.where_cond(inner, outer);
    match *loss {
        Loss::Mse => d.sqr()?,
        Loss::L1 => size,
        Loss::SmoothL1 { beta } => joined(&(half_square / beta)?, &(&size - 0.5 * beta)?, beta)?,
        Loss::Huber { delta } => joined(&half_square, &((&size - 0.5 * delta)? * delta)?, delta)?,
        Loss::Wing { w, epsilon } => {
            let inner = ((&size / epsilon)? + 1.0)?.log()?;
            joined(
                &(inner * w)?,
                &(&size - (w - w * (w / epsilon).ln_1p()))?,
                w,
            )?
        }
    }
    .mean_all()
}
