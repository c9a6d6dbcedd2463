//! Everything a run needs to go on as if it had never stopped.

use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use candle_core::{Device, Tensor};
use faceoff_kernels::Optimizer;
use faceoff_model::Network;
use faceoff_record::ParameterHealth;
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

/// Which of a run's states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The one the run goes on from.
    Main,
    /// That of epochs which are repeated for a network that was not kept.
    Again,
}

impl Slot {
    fn file(self, folder: &Path) -> PathBuf {
        folder.join(match self {
            Self::Main => "state.safetensors",
            Self::Again => "again.safetensors",
        })
    }
}

fn broken(folder: &Path) -> impl Fn(String) -> Error {
    let path = folder.to_path_buf();
    move |reason| Error::Checkpoint {
        path: path.clone(),
        reason,
    }
}

/// Writes the state to `folder`, replacing the one before.
pub(crate) fn save(
    folder: &Path,
    slot: Slot,
    (network, optimizer, progress): (&Network, &Optimizer, &Progress),
) -> Result<(), Error> {
    let broken = broken(folder);
    let mut tensors: Vec<(String, Tensor)> = Vec::new();
    for (name, parameter) in network.parameters() {
        tensors.push((format!("{WEIGHTS}{name}"), parameter.as_tensor().clone()));
    }
    for (name, tensor) in optimizer.state().map_err(|e| broken(e.to_string()))? {
        tensors.push((format!("{OPTIMIZER}{name}"), tensor));
    }
    // What is written must lie in main memory; a GPU that fails says so here.
    for (_, tensor) in &mut tensors {
        *tensor = tensor
            .to_device(&Device::Cpu)
            .map_err(|e| broken(e.to_string()))?;
    }
    let text = serde_json::to_string(progress).map_err(|e| broken(e.to_string()))?;
    let metadata = HashMap::from([(PROGRESS.to_owned(), text)]);
    let bytes =
        safetensors::serialize(tensors, Some(metadata)).map_err(|e| broken(e.to_string()))?;
    Ok(faceoff_files::write_atomically(
        &slot.file(folder),
        &[&bytes],
    )?)
}

/// Removes the state, if it is there.
pub(crate) fn remove(folder: &Path, slot: Slot) -> Result<(), Error> {
    match std::fs::remove_file(slot.file(folder)) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(broken(folder)(e.to_string())),
        _ => Ok(()),
    }
}

/// How far the state in `folder` is, from its head alone; `None` when there is none.
pub(crate) fn progress(folder: &Path, slot: Slot) -> Result<Option<Progress>, Error> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(rename = "__metadata__")]
        metadata: HashMap<String, String>,
    }
    let broken = broken(folder);
    let mut file = match File::open(slot.file(folder)) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(broken(e.to_string())),
    };
    // The format's head: its length in 8 bytes, then as much JSON.
    let mut read = || -> std::io::Result<Vec<u8>> {
        let mut length = [0; 8];
        file.read_exact(&mut length)?;
        let mut head = Vec::new();
        (&mut file)
            .take(u64::from_le_bytes(length))
            .read_to_end(&mut head)?;
        Ok(head)
    };
    let head = read().map_err(|e| broken(e.to_string()))?;
    let head: Head = serde_json::from_slice(&head).map_err(|e| broken(e.to_string()))?;
    let text = head.metadata.get(PROGRESS);
    let text = text.ok_or_else(|| broken("it does not say how far training was".to_owned()))?;
    serde_json::from_str(text)
        .map(Some)
        .map_err(|e| broken(e.to_string()))
}

/// Sets `network` and `optimizer` to the state in `folder`; `None` when there is none.
pub(crate) fn load(
    folder: &Path,
    slot: Slot,
    network: &Network,
    optimizer: &mut Optimizer,
    device: &Device,
) -> Result<Option<Progress>, Error> {
    let Some(progress) = progress(folder, slot)? else {
        return Ok(None);
    };
    let broken = broken(folder);
    let bytes = std::fs::read(slot.file(folder)).map_err(|e| broken(e.to_string()))?;
    // Moments are kept on their device in a form of their own: from there they would come back.
    let mut tensors = candle_core::safetensors::load_buffer(&bytes, &Device::Cpu)
        .map_err(|e| broken(e.to_string()))?;
    for (name, parameter) in network.parameters() {
        let key = format!("{WEIGHTS}{name}");
        let value = tensors
            .remove(&key)
            .ok_or_else(|| broken(format!("it lacks `{key}`")))?;
        let value = value.to_device(device);
        value
            .and_then(|value| parameter.set(&value))
            .map_err(|e| broken(e.to_string()))?;
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
