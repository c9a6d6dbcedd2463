//! A network: parameters, and what it answers.

use candle_core::{Device, Tensor, Var};
use faceoff_config::{Input, ModelSpec};
use faceoff_kernels::{conv_relu_pool, dropout, linear, relu, standardize};
use faceoff_random::{Purpose, Stream};
use rand::Rng;

use crate::Error;
use crate::initial::parameter;
use crate::layers::{Layer, layers};

/// Added to the variance of a picture that is standardized, so that one of a single grey becomes
/// zeros. A deviation of 0.003, less than one of 255 grey levels.
const EPSILON: f64 = 1e-5;

/// A network of an experiment.
#[derive(Debug)]
pub struct Network {
    input: Input,
    layers: Vec<Layer>,
    parameters: Vec<(String, Var)>,
}

impl Network {
    /// The network of `spec` for pictures of `input_size` pixels a side, with the initial weights
    /// of `seed`.
    ///
    /// # Errors
    /// Those of [`layer_table`](crate::layer_table); no memory for the parameters on `device`.
    pub fn new(
        spec: &ModelSpec,
        input_size: usize,
        seed: u64,
        device: &Device,
    ) -> Result<Self, Error> {
        let layers = layers(spec, input_size)?;
        let mut parameters = Vec::new();
        let (mut conv, mut hidden) = (0, 0);
        for layer in &layers {
            let (name, shape) = match *layer {
                Layer::Conv {
                    inputs, outputs, ..
                } => {
                    conv += 1;
                    (format!("conv{conv}"), vec![outputs, inputs, 3, 3])
                }
                Layer::Linear {
                    inputs, outputs, ..
                } => {
                    hidden += 1;
                    (format!("linear{hidden}"), vec![outputs, inputs])
                }
                Layer::Dropout { .. } => continue,
            };
            let fan_in = shape[1..].iter().product();
            for (kind, shape) in [("weight", &shape[..]), ("bias", &shape[..1])] {
                let index = parameters.len() as u64;
                let variable = parameter(shape, fan_in, seed, index, device)?;
                parameters.push((format!("{name}.{kind}"), variable));
            }
        }
        Ok(Self {
            input: spec.input,
            layers,
            parameters,
        })
    }

    /// Names and values of what is learned, in the order of the layers: `conv1.weight`
    /// (outputs×inputs×3×3), `conv1.bias`, …, `linear1.weight` (outputs×inputs), ….
    pub fn parameters(&self) -> &[(String, Var)] {
        &self.parameters
    }

    /// The answers for `images`, n×1×size×size: n×[`OUTPUTS`](faceoff_config::OUTPUTS). Without
    /// dropout, and without keeping what backward would need.
    ///
    /// # Errors
    /// Images of another size than the network was made for.
    pub fn forward(&self, images: &Tensor) -> candle_core::Result<Tensor> {
        self.forward_seen(images, |_, _| Ok(()))
    }

    /// As [`forward`](Self::forward), showing `see` what every layer with a ReLU answers, in their
    /// order: the layer's name in [`parameters`](Self::parameters) (`conv1`, `linear1`, …) and
    /// n×channels×height×width after the pooling, or n×outputs.
    ///
    /// # Errors
    /// Images of another size than the network was made for; those of `see`.
    pub fn forward_seen(
        &self,
        images: &Tensor,
        see: impl FnMut(&str, &Tensor) -> candle_core::Result<()>,
    ) -> candle_core::Result<Tensor> {
        let values = |variable: &Var| variable.as_detached_tensor();
        self.run(&images.detach(), values, |x, _, _| Ok(x), see)
    }

    /// The answers for `images` while training: with dropout, and to be differentiated with
    /// respect to the parameters. The masks depend on `seed`, `step` and the layer alone.
    ///
    /// # Errors
    /// Images of another size than the network was made for.
    pub fn forward_train(
        &self,
        images: &Tensor,
        seed: u64,
        step: u64,
    ) -> candle_core::Result<Tensor> {
        let values = |variable: &Var| variable.as_tensor().clone();
        let dropped = |x: Tensor, p, layer| {
            let key = Stream::new(seed, Purpose::Dropout, &[step, layer]).next_u64();
            dropout(&x, p, key)
        };
        self.run(images, values, dropped, |_, _| Ok(()))
    }

    /// Sends `images` through the layers; `dropped` gets a tensor, the probability and the
    /// dropout layer's index among dropout layers, `see` each layer with a ReLU and its answer.
    fn run(
        &self,
        images: &Tensor,
        values: impl Fn(&Var) -> Tensor,
        dropped: impl Fn(Tensor, f64, u64) -> candle_core::Result<Tensor>,
        mut see: impl FnMut(&str, &Tensor) -> candle_core::Result<()>,
    ) -> candle_core::Result<Tensor> {
        let mut parameters = self.parameters.iter();
        let mut next = || {
            let pair = parameters.next().zip(parameters.next());
            let ((name, weight), (_, bias)) =
                pair.expect("`new` made a weight and a bias for every layer");
            let layer = name.trim_end_matches(".weight");
            (layer, values(weight), values(bias))
        };
        let mut x = match self.input {
            Input::Grey => images.clone(),
            Input::Standardized => standardize(images, EPSILON)?,
        };
        let mut dropouts = 0;
        for (index, layer) in self.layers.iter().enumerate() {
            x = match *layer {
                Layer::Conv { .. } => {
                    let (name, weight, bias) = next();
                    // Nobody asks for the gradient of the picture.
                    let y = conv_relu_pool(&x, &weight, &bias, index > 0)?;
                    see(name, &y)?;
                    y
                }
                Layer::Linear {
                    relu: with_relu, ..
                } => {
                    let (name, weight, bias) = next();
                    let mut y = linear(&x, &weight, &bias)?;
                    if with_relu {
                        y = relu(&y)?;
                        see(name, &y)?;
                    }
                    y
                }
                Layer::Dropout { p } => {
                    dropouts += 1;
                    dropped(x, p, dropouts - 1)?
                }
            };
        }
        Ok(x)
    }
}
