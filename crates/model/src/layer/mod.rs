//! What a network is made of: one file for each layer.
//!
//! A layer is a description. It holds no numbers of its own: the network keeps the parameters and
//! buffers of all its layers in one ordered list, and hands each layer its [`Values`].

mod conv_relu_pool;
mod convolution;
mod dropout;
mod linear;
mod max_pool;
mod relu;
mod silu;
mod standardize;
mod values;

use std::any::Any;
use std::fmt::Debug;

use candle_core::Tensor;

pub(crate) use conv_relu_pool::fuse;
pub use convolution::Convolution;
pub use dropout::Dropout;
pub use linear::Linear;
pub use max_pool::MaxPool;
pub use relu::Relu;
pub use silu::Silu;
pub use standardize::Standardize;
pub use values::Values;

use crate::{Error, Initial};

/// One layer of a network.
///
/// Shapes in this trait are those of one image; tensors have the images of a batch as their first
/// dimension.
pub trait Layer: Any + Debug + Send + Sync {
    /// What the layer's parameters, buffers and health record are named by: `conv1`, `linear1`.
    /// Two layers of a network that have parameters or buffers must not share a name.
    fn name(&self) -> &str;

    /// What the layer does to an `input` of this shape, for people.
    fn description(&self, input: &[usize]) -> String;

    /// The shape of the layer's output for an `input` of this shape.
    ///
    /// # Errors
    /// An input that the layer cannot take, an output without numbers.
    fn output(&self, input: &[usize]) -> Result<Vec<usize>, Error>;

    /// What the layer learns, in the order in which it is kept.
    fn parameters(&self, _input: &[usize]) -> Vec<Parameter> {
        Vec::new()
    }

    /// Numbers that the layer keeps but that no gradient changes, such as a running mean. They are
    /// saved, restored and exported with the parameters.
    fn buffers(&self, _input: &[usize]) -> Vec<Buffer> {
        Vec::new()
    }

    /// The layer's output for `x` in evaluation.
    ///
    /// # Errors
    /// An input of another shape than the layer was placed for.
    fn forward(&self, x: &Tensor, values: &Values<'_>) -> candle_core::Result<Tensor>;

    /// The layer's output for `x` in training, where that differs: dropout drops, a running mean is
    /// updated.
    ///
    /// # Errors
    /// Those of [`forward`](Self::forward).
    fn forward_train(
        &self,
        x: &Tensor,
        values: &Values<'_>,
        _step: Step,
    ) -> candle_core::Result<Tensor> {
        self.forward(x, values)
    }

    /// Whether the health record shows the layer's output, under the layer's name. That is for
    /// layers whose output is never negative and where a unit that is always 0 is dead.
    fn shows_health(&self) -> bool {
        false
    }

    /// Whether a table of layers shows the layer in the row of the layer before it.
    fn shares_row(&self) -> bool {
        false
    }
}

/// A tensor that a layer learns.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name within the layer: `weight`, `bias`.
    pub name: &'static str,
    /// Its shape.
    pub shape: Vec<usize>,
    /// What it starts from.
    pub initial: Initial,
}

/// A tensor that a layer keeps and does not learn.
#[derive(Clone, Debug, PartialEq)]
pub struct Buffer {
    /// Its name within the layer: `running_mean`.
    pub name: &'static str,
    /// Its shape.
    pub shape: Vec<usize>,
    /// The number that all of it starts from.
    pub initial: f32,
}

/// A step of training. Everything random in a layer depends on it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The seed of the run.
    pub seed: u64,
    /// The step's number in the run, counted from 0.
    pub number: u64,
}

/// Weights of shape `outputs`×`inputs` and a bias for each output, with PyTorch's initial values.
fn weight_and_bias(outputs: usize, inputs: &[usize]) -> Vec<Parameter> {
    let fan_in = inputs.iter().copied().fold(1, usize::saturating_mul);
    let initial = Initial::FanIn(fan_in);
    vec![
        Parameter {
            name: "weight",
            shape: [&[outputs], inputs].concat(),
            initial,
        },
        Parameter {
            name: "bias",
            shape: vec![outputs],
            initial,
        },
    ]
}

/// Channels, height and width of the images that `layer` gets, each side at least `least`.
fn image(layer: &str, input: &[usize], least: usize) -> Result<[usize; 3], Error> {
    let &[channels, height, width] = input else {
        return Err(Error::NoImage {
            layer: layer.to_owned(),
            found: input.to_vec(),
        });
    };
    if height.min(width) < least {
        return Err(Error::ShrinksToNothing {
            layer: layer.to_owned(),
            height,
            width,
            least,
        });
    }
    Ok([channels, height, width])
}
