//! A network: layers, their parameters and buffers, and what it predicts.

use std::ops::Range;

use candle_core::{Device, Tensor, Var};
use faceoff_spec::ModelSpec;

use crate::Error;
use crate::build::{Sizes, layers};
use crate::layer::{Layer, Step, Values};
use crate::placed::{full_name, place};

/// A network of an experiment.
#[derive(Debug)]
pub struct Network {
    layers: Vec<Box<dyn Layer>>,
    /// For each layer, where its parameters and buffers are in the lists of all.
    places: Vec<[Range<usize>; 2]>,
    parameters: Vec<(String, Var)>,
    buffers: Vec<(String, Var)>,
}

impl Network {
    /// The network of `spec`, with the initial weights of `seed`.
    ///
    /// # Errors
    /// Those of [`layer_table`](crate::layer_table); no memory for the parameters on `device`.
    pub fn new(spec: &ModelSpec, sizes: Sizes, seed: u64, device: &Device) -> Result<Self, Error> {
        let layers = layers(spec, sizes.outputs)?;
        Self::of(layers, &sizes.input(), seed, device)
    }

    /// The network of `layers` for images of the shape `input`, with the initial weights of `seed`.
    ///
    /// # Errors
    /// Layers that do not fit behind one another, two tensors of one name; no memory for the
    /// parameters on `device`.
    pub fn of(
        layers: Vec<Box<dyn Layer>>,
        input: &[usize],
        seed: u64,
        device: &Device,
    ) -> Result<Self, Error> {
        let mut network = Self {
            layers: Vec::new(),
            places: Vec::new(),
            parameters: Vec::new(),
            buffers: Vec::new(),
        };
        for placed in place(layers, input)? {
            let starts = [network.parameters.len(), network.buffers.len()];
            for parameter in placed.parameters {
                let count = parameter.shape.iter().product();
                let index = network.parameters.len() as u64;
                let numbers = parameter.initial.numbers(count, seed, index);
                let variable = Var::from_vec(numbers, parameter.shape, device)?;
                let name = full_name(&*placed.layer, parameter.name);
                network.parameters.push((name, variable));
            }
            for buffer in placed.buffers {
                let value = Tensor::full(buffer.initial, buffer.shape, device)?;
                let name = full_name(&*placed.layer, buffer.name);
                network.buffers.push((name, Var::from_tensor(&value)?));
            }
            network.places.push([
                starts[0]..network.parameters.len(),
                starts[1]..network.buffers.len(),
            ]);
            network.layers.push(placed.layer);
        }
        Ok(network)
    }

    /// Names and values of what is learned, in the order of the layers: `conv1.weight`
    /// (filters×channels×3×3), `conv1.bias`, …, `linear1.weight` (outputs×inputs), ….
    pub fn parameters(&self) -> &[(String, Var)] {
        &self.parameters
    }

    /// Names and values of what layers keep but do not learn, in the order of the layers.
    pub fn buffers(&self) -> &[(String, Var)] {
        &self.buffers
    }

    /// The parameters, then the buffers.
    pub(crate) fn tensors(&self) -> impl Iterator<Item = &(String, Var)> {
        self.parameters.iter().chain(&self.buffers)
    }

    /// The predictions for `images`, a row for each image. Without dropout, and without keeping
    /// what backward would need.
    ///
    /// # Errors
    /// Images of another size than the network was made for.
    pub fn forward(&self, images: &Tensor) -> candle_core::Result<Tensor> {
        self.forward_showing(images, |_, _| Ok(()))
    }

    /// As [`forward`](Self::forward), handing `show` the output of every layer whose health is
    /// recorded, in the order of the layers: the layer's name in [`parameters`](Self::parameters)
    /// (`conv1`, `linear1`, …) and n×channels×height×width after the pooling, or n×outputs.
    ///
    /// # Errors
    /// Images of another size than the network was made for; those of `show`.
    pub fn forward_showing(
        &self,
        images: &Tensor,
        mut show: impl FnMut(&str, &Tensor) -> candle_core::Result<()>,
    ) -> candle_core::Result<Tensor> {
        self.run(images, false, |layer, x, values| {
            let y = layer.forward(x, values)?;
            if layer.shows_health() {
                show(layer.name(), &y)?;
            }
            Ok(y)
        })
    }

    /// The predictions for `images` while training: with dropout, and to be differentiated with
    /// respect to the parameters, not the images. What is random depends on `step` and the layer
    /// alone.
    ///
    /// # Errors
    /// Images of another size than the network was made for.
    pub fn forward_train(&self, images: &Tensor, step: Step) -> candle_core::Result<Tensor> {
        self.run(images, true, |layer, x, values| {
            layer.forward_train(x, values, step)
        })
    }

    /// Sends `images` through the layers, each computed by `compute`.
    fn run(
        &self,
        images: &Tensor,
        tracked: bool,
        mut compute: impl FnMut(&dyn Layer, &Tensor, &Values<'_>) -> candle_core::Result<Tensor>,
    ) -> candle_core::Result<Tensor> {
        // Nobody asks for the gradient of the images.
        let mut x = images.detach();
        for (layer, [parameters, buffers]) in self.layers.iter().zip(&self.places) {
            let values = Values {
                parameters: &self.parameters[parameters.clone()],
                buffers: &self.buffers[buffers.clone()],
                tracked,
            };
            x = compute(&**layer, &x, &values)?;
        }
        Ok(x)
    }
}
