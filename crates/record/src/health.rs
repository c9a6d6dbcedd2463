//! How well signals and gradients flow through a network, epoch by epoch.

use serde::{Deserialize, Serialize};

/// One line of `health.jsonl`: the network's health after an epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochHealth {
    /// Counted from 0.
    pub epoch: usize,
    /// Training images that the activations are of: the same ones every epoch, on their
    /// evaluation crops and without dropout.
    pub images: usize,
    /// Every layer with a ReLU, in the network's order.
    pub layers: Vec<LayerHealth>,
    /// Every parameter, in the network's order, at the epoch's last step.
    pub parameters: Vec<ParameterHealth>,
}

/// What a layer with a ReLU gives after an epoch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerHealth {
    /// As in the parameters' names: `conv1`, `linear1`, ….
    pub layer: String,
    /// Channels of a convolution, outputs of a linear layer.
    pub units: usize,
    /// Units that are dead: exactly 0 for every image (a channel: at every place of every image,
    /// after the pooling). No gradient reaches the weights of such a unit from these images.
    pub dead: usize,
    /// Mean of its output over images, units and places, in the network's own unit; none when it
    /// is no finite number.
    pub mean: Option<f64>,
}

impl LayerHealth {
    /// Dead units among all, 0 to 1.
    pub fn dead_share(&self) -> f64 {
        self.dead as f64 / self.units.max(1) as f64
    }
}

/// A parameter at one step. Norms are Euclidean, over all its numbers; none where one is no
/// finite number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParameterHealth {
    /// As in the snapshots: `conv1.weight`, `conv1.bias`, ….
    pub name: String,
    /// Norm of the parameter before the step.
    pub norm: Option<f64>,
    /// Norm of its gradient, of the batch's mean loss times the loss scale: what the optimizer
    /// got.
    pub gradient: Option<f64>,
    /// Norm of what the step changed over the norm before it; none also for a parameter of zeros.
    pub update_ratio: Option<f64>,
}
