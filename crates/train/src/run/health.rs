//! How well signals and gradients flow through the network, measured once an epoch.
//!
//! Two measurements. Gradients and updates are those of the epoch's last step. Activations are of
//! a few fixed training images after it: an epoch's last batch may hold a single image, and
//! dropout would make live units look dead. Both only read: training gives the same bits with them
//! as without.

use candle_core::Tensor;
use faceoff_data::View;
use faceoff_kernels::Gradients;
use faceoff_model::Network;
use faceoff_record::{LayerHealth, ParameterHealth};

use super::sums::{distances, norms, sums};

/// Images that activations are measured on, at most. Predicting an image costs about a third of
/// training on it.
const PROBE: usize = 32;

/// Fewest of them: on fewer, too many units that only some faces wake look dead.
const SMALLEST_PROBE: usize = 8;

/// One image is measured on for this many that are trained on, so that an epoch of 256 images or
/// more takes at most about 1 % longer.
const TRAINED_FOR_ONE: usize = 32;

/// The first of `chosen`, as many as activations are measured on in a run of `train` images.
pub(crate) fn probe(chosen: &[View], train: usize) -> &[View] {
    let count = (train / TRAINED_FOR_ONE).clamp(SMALLEST_PROBE, PROBE);
    &chosen[..count.min(chosen.len())]
}

/// The health of the layers that show it, on the images of `probe`, n×1×side×side.
pub(crate) fn layers(network: &Network, probe: &Tensor) -> candle_core::Result<Vec<LayerHealth>> {
    let mut layers = Vec::new();
    network.forward_showing(probe, |layer, outputs| {
        let units = outputs.dim(1)?;
        // Nothing is below 0 after a ReLU: the sum of a unit that is not dead is above it.
        let mut by_unit = vec![0f64; units];
        for image in sums(outputs)?.chunks_exact(units) {
            for (sum, value) in by_unit.iter_mut().zip(image) {
                *sum += value;
            }
        }
        let sum: f64 = by_unit.iter().sum();
        layers.push(LayerHealth {
            layer: layer.to_owned(),
            units,
            dead: by_unit.iter().filter(|sum| **sum == 0.0).count(),
            mean: Some(sum / outputs.elem_count() as f64).filter(|mean| mean.is_finite()),
        });
        Ok(())
    })?;
    Ok(layers)
}

/// The parameters and gradients of a step about to be taken.
pub(crate) struct StepHealth {
    parameters: Vec<(Tensor, ParameterHealth)>,
}

impl StepHealth {
    /// Keeps a copy of the parameters, so that the step's own change can be told.
    pub(crate) fn new(network: &Network, gradients: &Gradients) -> candle_core::Result<Self> {
        let mut parameters = Vec::new();
        for (name, variable) in network.parameters() {
            let health = ParameterHealth {
                name: name.clone(),
                norm: None,
                gradient: gradients.norm(variable)?.filter(|norm| norm.is_finite()),
                update_ratio: None,
            };
            parameters.push((variable.as_detached_tensor().copy()?, health));
        }
        let norms = norms(parameters.iter().map(|(before, _)| before))?;
        for ((_, health), norm) in parameters.iter_mut().zip(norms) {
            health.norm = norm;
        }
        Ok(Self { parameters })
    }

    /// The health of the parameters, now that the step is taken.
    pub(crate) fn after(self, network: &Network) -> candle_core::Result<Vec<ParameterHealth>> {
        let now = network.parameters().iter();
        let both = now.zip(&self.parameters);
        let changes = distances(both.map(|((_, now), (before, _))| (now.as_tensor(), before)))?;
        let mut found = Vec::new();
        for ((_, mut health), change) in self.parameters.into_iter().zip(changes) {
            health.update_ratio = change
                .zip(health.norm)
                .map(|(change, norm)| change / norm)
                .filter(|ratio| ratio.is_finite());
            found.push(health);
        }
        Ok(found)
    }
}
