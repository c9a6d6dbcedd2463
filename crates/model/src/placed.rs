//! Layers with the shapes that they work on.

use std::collections::HashSet;

use crate::Error;
use crate::layer::{Buffer, Layer, Parameter, fuse};

/// A layer at its place in a network, its sizes checked.
pub(crate) struct Placed {
    pub(crate) layer: Box<dyn Layer>,
    /// Shape of its input for one image.
    pub(crate) input: Vec<usize>,
    /// Shape of its output for one image.
    pub(crate) output: Vec<usize>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) buffers: Vec<Buffer>,
    /// Numbers in its parameters.
    pub(crate) count: usize,
}

/// `layers` in sequence behind an image of the shape `input`, those fused that are computed as one.
///
/// # Errors
/// Layers that do not fit behind one another, more parameters than can be counted, tensors of one
/// name.
pub(crate) fn place(layers: Vec<Box<dyn Layer>>, input: &[usize]) -> Result<Vec<Placed>, Error> {
    let mut placed = Vec::new();
    let mut input = input.to_vec();
    let mut names = HashSet::new();
    for layer in fuse(layers) {
        let output = layer.output(&input)?;
        let (parameters, buffers) = (layer.parameters(&input), layer.buffers(&input));
        let count = count(&parameters).ok_or_else(|| Error::TooLarge {
            layer: layer.name().to_owned(),
        })?;
        let tensors = parameters.iter().map(|parameter| parameter.name);
        for name in tensors.chain(buffers.iter().map(|buffer| buffer.name)) {
            let name = full_name(&*layer, name);
            if let Some(name) = names.replace(name) {
                return Err(Error::SameName { name });
            }
        }
        placed.push(Placed {
            layer,
            input: std::mem::replace(&mut input, output.clone()),
            output,
            parameters,
            buffers,
            count,
        });
    }
    Ok(placed)
}

/// What the tensor called `name` within `layer` is called within the network.
pub(crate) fn full_name(layer: &dyn Layer, name: &str) -> String {
    format!("{}.{name}", layer.name())
}

/// Numbers in `parameters`; `None` where they cannot be counted.
fn count(parameters: &[Parameter]) -> Option<usize> {
    let of = |shape: &[usize]| {
        shape
            .iter()
            .try_fold(1, |count: usize, &size| count.checked_mul(size))
    };
    parameters.iter().try_fold(0, |sum: usize, parameter| {
        sum.checked_add(of(&parameter.shape)?)
    })
}
