//! Linear layer.

use candle_core::Tensor;
use faceoff_kernels::linear;

use super::{Layer, Parameter, Values, weight_and_bias};
use crate::Error;
use crate::grouped::grouped;

/// `x · wᵀ + b`, of numbers of any shape: they are taken in the order in which they lie.
///
/// Parameters: `weight`, outputs×inputs, and `bias`, outputs.
#[derive(Clone, Debug)]
pub struct Linear {
    name: String,
    outputs: usize,
}

impl Linear {
    /// A linear layer with so many outputs.
    pub fn new(name: impl Into<String>, outputs: usize) -> Self {
        Self {
            name: name.into(),
            outputs,
        }
    }
}

/// Numbers in an input of this shape; `None` where they cannot be counted.
fn count(input: &[usize]) -> Option<usize> {
    input
        .iter()
        .try_fold(1, |count: usize, &size| count.checked_mul(size))
}

impl Layer for Linear {
    fn name(&self) -> &str {
        &self.name
    }

    fn description(&self, input: &[usize]) -> String {
        let inputs = count(input).unwrap_or(usize::MAX);
        format!("linear {}→{}", grouped(inputs), grouped(self.outputs))
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        let inputs = count(input).ok_or_else(|| Error::TooLarge {
            layer: self.name.clone(),
        })?;
        let widths = [(inputs, "the input"), (self.outputs, &self.name)];
        match widths.into_iter().find(|(width, _)| *width == 0) {
            Some((_, layer)) => Err(Error::ZeroWidth {
                layer: layer.to_owned(),
            }),
            None => Ok(vec![self.outputs]),
        }
    }

    fn parameters(&self, input: &[usize]) -> Vec<Parameter> {
        weight_and_bias(self.outputs, &[count(input).unwrap_or(usize::MAX)])
    }

    fn forward(&self, x: &Tensor, values: &Values<'_>) -> candle_core::Result<Tensor> {
        linear(x, &values.parameter("weight")?, &values.parameter("bias")?)
    }
}
