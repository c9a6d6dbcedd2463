//! From an experiment's description of a network to its layers.

use faceoff_spec::{Activation, DropoutSite, Input, ModelSpec};

use crate::Error;
use crate::layer::{Convolution, Dropout, Layer, Linear, MaxPool, Relu, Silu, Standardize};

/// What goes into a network and what comes out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Side of the square grey images, in pixels.
    pub image: usize,
    /// Numbers predicted for an image.
    pub outputs: usize,
}

impl Sizes {
    /// The shape of one image.
    pub(crate) fn input(self) -> [usize; 3] {
        [1, self.image, self.image]
    }
}

/// The layers of a network of `spec` that predicts so many `outputs`, in order: where asked for a
/// standardization of the image, then blocks of a convolution, an activation and a max-pool, then
/// linear layers with activations.
///
/// # Errors
/// Dropout after a layer that the network does not have.
pub fn layers(spec: &ModelSpec, outputs: usize) -> Result<Vec<Box<dyn Layer>>, Error> {
    check_dropout(spec)?;
    let mut layers: Vec<Box<dyn Layer>> = Vec::new();
    match spec.input {
        Input::Grey => {}
        Input::Standardized => layers.push(Box::new(Standardize)),
    }
    let mut dropouts = 0;
    for (index, &filters) in spec.conv.iter().enumerate() {
        let site = DropoutSite::Conv(index);
        let name = site.to_string();
        layers.push(Box::new(Convolution::new(&name, filters)));
        layers.extend(activation(spec.activation, &name));
        layers.push(Box::new(MaxPool::new(format!("pool{}", index + 1))));
        layers.extend(dropout(spec, site, &mut dropouts));
    }
    for (index, &width) in spec.linear.iter().enumerate() {
        let site = DropoutSite::Linear(index);
        let name = site.to_string();
        layers.push(Box::new(Linear::new(&name, width)));
        layers.extend(activation(spec.activation, &name));
        layers.extend(dropout(spec, site, &mut dropouts));
    }
    let name = DropoutSite::Linear(spec.linear.len()).to_string();
    layers.push(Box::new(Linear::new(&name, outputs)));
    layers.extend(activation(spec.last_activation, &name));
    Ok(layers)
}

/// The activation of what the layer called `of` gives.
fn activation(activation: Activation, of: &str) -> Option<Box<dyn Layer>> {
    match activation {
        Activation::None(_) => None,
        Activation::Relu(_) => Some(Box::new(Relu::new(of))),
        Activation::Silu(_) => Some(Box::new(Silu::new(of))),
    }
}

/// The dropout layers at `site`; `count` counts those of the network so far.
fn dropout(spec: &ModelSpec, site: DropoutSite, count: &mut u64) -> Vec<Box<dyn Layer>> {
    let mut layers: Vec<Box<dyn Layer>> = Vec::new();
    for dropout in spec.dropout.iter().filter(|dropout| dropout.after == site) {
        let name = format!("dropout{}", *count + 1);
        layers.push(Box::new(Dropout::new(name, dropout.p, *count)));
        *count += 1;
    }
    layers
}

fn check_dropout(spec: &ModelSpec) -> Result<(), Error> {
    let (conv, linear) = (spec.conv.len(), spec.linear.len());
    for dropout in &spec.dropout {
        let there = match dropout.after {
            DropoutSite::Conv(index) => index < conv,
            DropoutSite::Linear(index) => index < linear,
        };
        if !there {
            return Err(Error::NoSuchSite {
                site: dropout.after.to_string(),
                conv,
                linear,
            });
        }
    }
    Ok(())
}
