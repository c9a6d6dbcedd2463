//! 3×3 convolution.

use candle_core::Tensor;
use faceoff_kernels::{ConvOptions, conv2d};

use super::{Layer, Parameter, Values, image, weight_and_bias};
use crate::Error;

/// Side of the filters.
pub(crate) const KERNEL: usize = 3;

/// A 3×3 convolution with bias, stride 1 and no padding, from channels×height×width to
/// filters×(height − 2)×(width − 2).
///
/// Parameters: `weight`, filters×channels×3×3, and `bias`, filters.
#[derive(Clone, Debug)]
pub struct Convolution {
    name: String,
    filters: usize,
}

impl Convolution {
    /// A convolution with so many output channels.
    pub fn new(name: impl Into<String>, filters: usize) -> Self {
        Self {
            name: name.into(),
            filters,
        }
    }
}

impl Layer for Convolution {
    fn name(&self) -> &str {
        &self.name
    }

    fn description(&self, input: &[usize]) -> String {
        let channels = input.first().copied().unwrap_or_default();
        format!("conv {KERNEL}×{KERNEL}, {channels}→{}", self.filters)
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        let [_, height, width] = image(&self.name, input, KERNEL)?;
        if self.filters == 0 {
            return Err(Error::ZeroWidth {
                layer: self.name.clone(),
            });
        }
        Ok(vec![self.filters, height + 1 - KERNEL, width + 1 - KERNEL])
    }

    fn parameters(&self, input: &[usize]) -> Vec<Parameter> {
        let channels = input.first().copied().unwrap_or_default();
        weight_and_bias(self.filters, &[channels, KERNEL, KERNEL])
    }

    fn forward(&self, x: &Tensor, values: &Values<'_>) -> candle_core::Result<Tensor> {
        let (weight, bias) = (values.parameter("weight")?, values.parameter("bias")?);
        conv2d(x, &weight, &bias, ConvOptions::default())
    }
}
