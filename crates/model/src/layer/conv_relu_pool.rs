//! A convolution, a ReLU and a max-pool as one operation.

use std::any::Any;

use candle_core::Tensor;
use faceoff_kernels::conv_relu_pool;

use super::convolution::KERNEL;
use super::max_pool::WINDOW;
use super::{Buffer, Convolution, Layer, MaxPool, Parameter, Relu, Values, image};
use crate::Error;

/// The same as its three layers one after the other, but the convolution's output, four times as
/// large as the block's, is never written to memory.
#[derive(Debug)]
struct ConvReluPool {
    convolution: Convolution,
    relu: Relu,
    pool: MaxPool,
}

/// `layers` with every convolution, ReLU and max-pool in sequence made one layer.
pub(crate) fn fuse(layers: Vec<Box<dyn Layer>>) -> Vec<Box<dyn Layer>> {
    let mut fused: Vec<Box<dyn Layer>> = Vec::new();
    for layer in layers {
        fused.push(layer);
        if let Some(block) = block(&fused) {
            fused.truncate(fused.len() - 3);
            fused.push(Box::new(block));
        }
    }
    fused
}

/// The last three of `layers` as one, where they are those of a block.
fn block(layers: &[Box<dyn Layer>]) -> Option<ConvReluPool> {
    let [.., convolution, relu, pool] = layers else {
        return None;
    };
    Some(ConvReluPool {
        convolution: copied(&**convolution)?,
        relu: copied(&**relu)?,
        pool: copied(&**pool)?,
    })
}

fn copied<L: Layer + Clone>(layer: &dyn Layer) -> Option<L> {
    let any: &dyn Any = layer;
    any.downcast_ref::<L>().cloned()
}

impl Layer for ConvReluPool {
    fn name(&self) -> &str {
        self.convolution.name()
    }

    fn description(&self, input: &[usize]) -> String {
        let layers: [&dyn Layer; 3] = [&self.convolution, &self.relu, &self.pool];
        layers.map(|layer| layer.description(input)).join(", ")
    }

    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error> {
        image(self.name(), input, KERNEL + WINDOW - 1)?;
        let convolved = self.convolution.output(input)?;
        self.pool.output(&self.relu.output(&convolved)?)
    }

    fn parameters(&self, input: &[usize]) -> Vec<Parameter> {
        self.convolution.parameters(input)
    }

    fn buffers(&self, input: &[usize]) -> Vec<Buffer> {
        self.convolution.buffers(input)
    }

    fn forward(&self, x: &Tensor, values: &Values<'_>) -> candle_core::Result<Tensor> {
        let (weight, bias) = (values.parameter("weight")?, values.parameter("bias")?);
        conv_relu_pool(x, &weight, &bias, true)
    }

    fn shows_health(&self) -> bool {
        self.relu.shows_health()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Linear;

    #[test]
    fn only_the_three_in_sequence_are_fused() {
        let conv = || -> Box<dyn Layer> { Box::new(Convolution::new("conv", 2)) };
        let relu = || -> Box<dyn Layer> { Box::new(Relu::new("conv")) };
        let pool = || -> Box<dyn Layer> { Box::new(MaxPool::new("pool")) };
        let linear = || -> Box<dyn Layer> { Box::new(Linear::new("linear", 2)) };
        let block = "conv 3×3, 1→2, ReLU, max-pool";
        let cases = [
            (vec![], vec![]),
            (vec![conv(), relu()], vec!["conv 3×3, 1→2", "ReLU"]),
            (vec![conv(), relu(), pool()], vec![block]),
            (
                vec![conv(), relu(), pool(), conv(), relu(), pool(), linear()],
                vec![block, block, "linear 64→2"],
            ),
            (
                vec![conv(), conv(), relu(), pool()],
                vec!["conv 3×3, 1→2", block],
            ),
            (
                vec![conv(), pool(), relu()],
                vec!["conv 3×3, 1→2", "max-pool", "ReLU"],
            ),
            (
                vec![linear(), relu(), pool()],
                vec!["linear 64→2", "ReLU", "max-pool"],
            ),
        ];
        for (layers, expected) in cases {
            let fused = fuse(layers);
            let found: Vec<_> = fused.iter().map(|l| l.description(&[1, 8, 8])).collect();
            assert_eq!(found, expected);
        }
    }
}
