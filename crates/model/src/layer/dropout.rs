//! Dropout.

use candle_core::Tensor;
use faceoff_kernels::dropout;
use faceoff_random::{Purpose, Stream};
use rand::Rng;

use super::{Layer, Step, Values};
use crate::Error;

/// In training, each number is set to 0 with a probability and the others are enlarged to make up
/// for it. In evaluation nothing happens.
#[derive(Clone, Debug)]
pub struct Dropout {
    name: String,
    probability: f64,
    stream: u64,
}

impl Dropout {
    /// Dropout with `probability` of dropping a number. `stream` names the layer's random masks:
    /// its index among the network's dropout layers.
    pub fn new(name: impl Into<String>, probability: f64, stream: u64) -> Self {
        Self {
            name: name.into(),
            probability,
            stream,
        }
    }
}

impl Layer for Dropout {
    fn name(&self) -> &str {
        &self.name
    }

    fn description(&self, _: &[usize]) -> String {
        format!("dropout {}", self.probability)
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        Ok(input.to_vec())
    }

    fn forward(&self, x: &Tensor, _: &Values<'_>) -> candle_core::Result<Tensor> {
        Ok(x.clone())
    }

    fn forward_train(&self, x: &Tensor, _: &Values<'_>, step: Step) -> candle_core::Result<Tensor> {
        let position = [step.number, self.stream];
        let key = Stream::new(step.seed, Purpose::Dropout, &position).next_u64();
        dropout(x, self.probability, key)
    }
}
