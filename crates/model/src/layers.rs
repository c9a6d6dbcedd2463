//! Layers, their outputs and their parameter counts, from a description alone.

use std::fmt;

use faceoff_config::{Activation, DropoutSite, Input, ModelSpec, OUTPUTS, Relu};

use crate::Error;

/// One layer of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerRow {
    /// What it does, for people.
    pub name: String,
    /// Shape of its output for one image.
    pub output: Vec<usize>,
    /// Numbers it learns.
    pub parameters: usize,
}

/// Layers to be shown as a table with a total.
#[derive(Clone, Copy, Debug)]
pub struct LayerTable<'a>(pub &'a [LayerRow]);

/// What a layer does, with its sizes checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Layer {
    /// 3×3 convolution, ReLU, 2×2 max-pool; `size` is the side of its output.
    Conv {
        inputs: usize,
        outputs: usize,
        size: usize,
    },
    /// Linear, then a ReLU if `relu`.
    Linear {
        inputs: usize,
        outputs: usize,
        relu: bool,
    },
    /// Dropout of what the layer before gives.
    Dropout { p: f64 },
}

impl Layer {
    /// Numbers in the weights and in the bias; `None` when they cannot be counted.
    fn parameters(&self) -> Option<usize> {
        let (inputs, outputs) = match *self {
            Self::Conv {
                inputs, outputs, ..
            } => (inputs.checked_mul(9)?, outputs),
            Self::Linear {
                inputs, outputs, ..
            } => (inputs, outputs),
            Self::Dropout { .. } => return Some(0),
        };
        inputs.checked_mul(outputs)?.checked_add(outputs)
    }
}

/// The layers of `spec`, in order.
pub(crate) fn layers(spec: &ModelSpec, input_size: usize) -> Result<Vec<Layer>, Error> {
    for dropout in &spec.dropout {
        let there = match dropout.after {
            DropoutSite::Conv(i) => i < spec.conv.len(),
            DropoutSite::Linear(i) => i < spec.linear.len(),
        };
        if !there {
            return Err(Error::NoSuchSite {
                site: dropout.after.to_string(),
                conv: spec.conv.len(),
                linear: spec.linear.len(),
            });
        }
    }
    let mut layers = Vec::new();
    let add = |layers: &mut Vec<Layer>, layer: Layer, site: DropoutSite| {
        let outputs = match layer {
            Layer::Conv { outputs, .. } | Layer::Linear { outputs, .. } => outputs,
            Layer::Dropout { .. } => 1,
        };
        if outputs == 0 {
            return Err(Error::ZeroWidth {
                layer: site.to_string(),
            });
        }
        if layer.parameters().is_none() {
            return Err(Error::TooLarge {
                layer: site.to_string(),
            });
        }
        layers.push(layer);
        let dropouts = spec.dropout.iter().filter(|dropout| dropout.after == site);
        layers.extend(dropouts.map(|dropout| Layer::Dropout { p: dropout.p }));
        Ok(())
    };

    let (mut channels, mut size) = (1, input_size);
    for (index, &outputs) in spec.conv.iter().enumerate() {
        if size < 4 {
            return Err(Error::ShrinksToNothing {
                block: index + 1,
                size,
            });
        }
        size = (size - 2) / 2;
        add(
            &mut layers,
            Layer::Conv {
                inputs: channels,
                outputs,
                size,
            },
            DropoutSite::Conv(index),
        )?;
        channels = outputs;
    }
    let too_large = || Error::TooLarge {
        layer: DropoutSite::Linear(0).to_string(),
    };
    let mut inputs = size
        .checked_mul(size)
        .and_then(|area| area.checked_mul(channels))
        .ok_or_else(too_large)?;
    if inputs == 0 {
        return Err(Error::ZeroWidth {
            layer: "the input".to_owned(),
        });
    }
    for (index, &outputs) in spec.linear.iter().enumerate() {
        let layer = Layer::Linear {
            inputs,
            outputs,
            relu: true,
        };
        add(&mut layers, layer, DropoutSite::Linear(index))?;
        inputs = outputs;
    }
    let relu = spec.last_activation == Activation::Relu(Relu);
    let last = Layer::Linear {
        inputs,
        outputs: OUTPUTS,
        relu,
    };
    // No dropout site is behind the last layer: sites were checked against the hidden ones.
    add(&mut layers, last, DropoutSite::Linear(spec.linear.len()))?;
    Ok(layers)
}

/// The layers of the network of `spec` for pictures of `input_size` pixels a side, with their
/// parameter counts; nothing is built.
///
/// # Errors
/// A picture that shrinks to nothing, layers without outputs, dropout after no layer.
pub fn layer_table(spec: &ModelSpec, input_size: usize) -> Result<Vec<LayerRow>, Error> {
    let mut output = vec![1, input_size, input_size];
    let mut rows = Vec::new();
    if spec.input == Input::Standardized {
        rows.push(LayerRow {
            name: "picture to mean 0, deviation 1".to_owned(),
            output: output.clone(),
            parameters: 0,
        });
    }
    for layer in layers(spec, input_size)? {
        let name = match layer {
            Layer::Conv {
                inputs,
                outputs,
                size,
            } => {
                output = vec![outputs, size, size];
                format!("conv 3×3, {inputs}→{outputs}, ReLU, max-pool")
            }
            Layer::Linear {
                inputs,
                outputs,
                relu,
            } => {
                output = vec![outputs];
                let relu = if relu { ", ReLU" } else { "" };
                format!("linear {}→{}{relu}", grouped(inputs), grouped(outputs))
            }
            Layer::Dropout { p } => format!("dropout {p}"),
        };
        let parameters = layer.parameters().unwrap_or_default(); // counted by `layers` before
        rows.push(LayerRow {
            name,
            output: output.clone(),
            parameters,
        });
    }
    Ok(rows)
}

impl fmt::Display for LayerTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["layer", "output", "parameters"].map(str::to_owned);
        let rows = self.0.iter().map(|row| {
            let output: Vec<_> = row.output.iter().map(|&size| grouped(size)).collect();
            [row.name.clone(), output.join("×"), grouped(row.parameters)]
        });
        let total = self.0.iter().map(|row| row.parameters).sum();
        let total = ["total".to_owned(), String::new(), grouped(total)];
        let lines: Vec<_> = std::iter::once(head).chain(rows).chain([total]).collect();
        let width = |column: usize| {
            lines
                .iter()
                .map(|line| line[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let (name, output, parameters) = (width(0), width(1), width(2));
        for [a, b, c] in &lines {
            writeln!(f, "{a:name$}  {b:output$}  {c:>parameters$}")?;
        }
        Ok(())
    }
}

/// A number with commas between groups of three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
