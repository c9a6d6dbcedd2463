//! Images made alike in brightness and contrast.

use candle_core::{Result, Tensor};

/// Each of `images`, n×channels×height×width, less its mean and divided by its standard deviation;
/// `epsilon` is added to the variance, so that an image of one grey becomes zeros. Nothing is
/// kept for a gradient.
///
/// # Errors
/// Images of another rank.
pub fn standardize(images: &Tensor, epsilon: f64) -> Result<Tensor> {
    images.dims4()?;
    #[cfg(feature = "cuda")]
    if crate::gpu::cuda::ready(&[images]) {
        return crate::gpu::cuda::standardize(images, epsilon);
    }
    composed(images, epsilon)
}

/// [`standardize`](crate::standardize()) put together from candle's own operations.
///
/// # Errors
/// Those of candle.
pub fn composed(images: &Tensor, epsilon: f64) -> Result<Tensor> {
    let images = images.detach();
    let over_an_image = (1, 2, 3);
    let centered = images.broadcast_sub(&images.mean_keepdim(over_an_image)?)?;
    let variance = centered.sqr()?.mean_keepdim(over_an_image)?;
    centered.broadcast_div(&(variance + epsilon)?.sqrt()?)
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::*;

    #[test]
    fn brightness_and_contrast_are_gone() {
        let image = [0.1f32, 0.3, 0.2, 0.6, 0.4, 0.2];
        let brighter = image.map(|v| 0.2 + 1.3 * v);
        let images = Tensor::new(&[image, brighter, [0.7; 6]], &Device::Cpu).unwrap();
        let images = images.reshape((3, 1, 2, 3)).unwrap();
        let y = standardize(&images, 1e-5).unwrap().reshape((3, 6)).unwrap();
        let [plain, brighter, even] = y.to_vec2::<f32>().unwrap().try_into().unwrap();
        // Mean 0.3, variance 0.16 / 6.
        for (found, v) in plain.iter().zip(image) {
            let expected = (v - 0.3) / (0.16f32 / 6.0 + 1e-5).sqrt();
            assert!((found - expected).abs() < 1e-5, "{plain:?}");
        }
        for (a, b) in plain.iter().zip(brighter) {
            assert!((a - b).abs() < 1e-3, "{a} {b}");
        }
        assert!(even.iter().all(|v| v.abs() < 1e-4), "{even:?}");
    }
}
