//! Everything a run needs to go on as if it had never stopped.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use candle_core::{Device, Tensor};
use faceoff_kernels::Optimizer;
use faceoff_model::Network;
use faceoff_record::ParameterHealth;
use safetensors::SafeTensors;
use serde::{Deserialize, Serialize};

use crate::Error;

const PROGRESS: &str = "progress";
const WEIGHTS: &str = "weights.";
const OPTIMIZER: &str = "optimizer.";

/// Where in its run the training stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Progress {
    /// Epochs done.
    pub(crate) epoch: usize,
    /// Batches done in the epoch under way.
    pub(crate) batch: usize,
    /// Sum over the images trained on in this epoch of their loss.
    pub(crate) loss_sum: f64,
    /// Images trained on in this epoch.
    pub(crate) images: usize,
    /// Seconds this epoch has taken.
    pub(crate) seconds: f64,
    /// Of these, seconds spent waiting for batches.
    #[serde(default)]
    pub(crate) waiting_seconds: f64,
    /// The parameters at the epoch's last step, once it is taken.
    #[serde(default)]
    pub(crate) last_step: Vec<ParameterHealth>,
    /// What is trained beyond what is asked for, if anything.
    #[serde(default)]
    pub(crate) owed: Option<Owed>,
}

/// What a record held before training anew came to other numbers than those in it, as on another
/// machine. It is trained again too, so that a record never becomes shorter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Owed {
    /// Epochs of it.
    pub(crate) epochs: usize,
    /// After how many its network was kept.
    pub(crate) snapshots: Vec<usize>,
}

fn file(folder: &Path) -> PathBuf {
    folder.join("state.safetensors")
}

/// Writes the checkpoint to `folder`, replacing the one before.
pub(crate) fn save(
    folder: &Path,
    network: &Network,
    optimizer: &Optimizer,
    progress: &Progress,
) -> Result<(), Error> {
    let broken = |reason: String| Error::Checkpoint {
        path: folder.to_path_buf(),
        reason,
    };
    let mut tensors: Vec<(String, Tensor)> = Vec::new();
    for (name, parameter) in network.parameters() {
        tensors.push((format!("{WEIGHTS}{name}"), parameter.as_tensor().clone()));
    }
    for (name, tensor) in optimizer.state().map_err(|e| broken(e.to_string()))? {
        tensors.push((format!("{OPTIMIZER}{name}"), tensor));
    }
    let text = serde_json::to_string(progress).map_err(|e| broken(e.to_string()))?;
    let metadata = HashMap::from([(PROGRESS.to_owned(), text)]);
    let bytes =
        safetensors::serialize(tensors, Some(metadata)).map_err(|e| broken(e.to_string()))?;
    Ok(faceoff_record::write_atomically(&file(folder), &bytes)?)
}

/// Sets `network` and `optimizer` to the checkpoint in `folder`; `None` when there is none.
pub(crate) fn load(
    folder: &Path,
    network: &Network,
    optimizer: &mut Optimizer,
    device: &Device,
) -> Result<Option<Progress>, Error> {
    let broken = |reason: String| Error::Checkpoint {
        path: folder.to_path_buf(),
        reason,
    };
    let bytes = match std::fs::read(file(folder)) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(broken(e.to_string())),
    };
    let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|e| broken(e.to_string()))?;
    let text = header
        .metadata()
        .as_ref()
        .and_then(|metadata| metadata.get(PROGRESS))
        .ok_or_else(|| broken("it does not say how far training was".to_owned()))?;
    let progress = serde_json::from_str(text).map_err(|e| broken(e.to_string()))?;

    let mut tensors =
        candle_core::safetensors::load_buffer(&bytes, device).map_err(|e| broken(e.to_string()))?;
    for (name, parameter) in network.parameters() {
        let key = format!("{WEIGHTS}{name}");
        let value = tensors
            .remove(&key)
            .ok_or_else(|| broken(format!("it lacks `{key}`")))?;
        parameter.set(&value).map_err(|e| broken(e.to_string()))?;
    }
    let state = tensors
        .into_iter()
        .filter_map(|(name, tensor)| Some((name.strip_prefix(OPTIMIZER)?.to_owned(), tensor)))
        .collect();
    optimizer
        .load_state(&state)
        .map_err(|e| broken(e.to_string()))?;
    Ok(Some(progress))
}
