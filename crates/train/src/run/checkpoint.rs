//! Everything a run needs to go on as if it had never stopped.

use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use candle_core::{Device, Tensor, Var};
use faceoff_kernels::Optimizer;
use faceoff_model::Network;
use faceoff_record::ParameterHealth;
use serde::{Deserialize, Serialize};

use crate::error::Error;

const PROGRESS: &str = "progress";
const WEIGHTS: &str = "weights.";
const BUFFERS: &str = "buffers.";
const OPTIMIZER: &str = "optimizer.";

/// How far the training of a run is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Position {
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
    #[serde(default, rename = "owed")]
    pub(crate) earlier: Option<EarlierRecord>,
}

/// What a record held before training anew came to other numbers than those in it, as on another
/// machine. It is trained again too, so that a record never becomes shorter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EarlierRecord {
    /// How many epochs it had.
    pub(crate) epochs: usize,
    /// After how many epochs its network was kept.
    pub(crate) snapshots: Vec<usize>,
}

/// Which of the two states of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The state that the run goes on from.
    Main,
    /// The state of epochs that are repeated for a network that was not kept.
    Repetition,
}

impl Slot {
    fn file(self, folder: &Path) -> PathBuf {
        folder.join(match self {
            Self::Main => "state.safetensors",
            Self::Repetition => "again.safetensors",
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
    (network, optimizer, position): (&Network, &Optimizer, &Position),
) -> Result<(), Error> {
    let broken = broken(folder);
    let mut tensors: Vec<(String, Tensor)> = Vec::new();
    for (key, variable) in variables(network) {
        tensors.push((key, variable.as_tensor().clone()));
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
    let text = serde_json::to_string(position).map_err(|e| broken(e.to_string()))?;
    let metadata = HashMap::from([(PROGRESS.to_owned(), text)]);
    let bytes =
        safetensors::serialize(tensors, Some(metadata)).map_err(|e| broken(e.to_string()))?;
    Ok(faceoff_files::write_atomically(
        &slot.file(folder),
        &[&bytes],
    )?)
}

/// The parameters and buffers of `network`, by their names in a state.
fn variables(network: &Network) -> impl Iterator<Item = (String, &Var)> {
    let parameters = network.parameters().iter();
    let parameters = parameters.map(|(name, variable)| (format!("{WEIGHTS}{name}"), variable));
    let buffers = network.buffers().iter();
    parameters.chain(buffers.map(|(name, variable)| (format!("{BUFFERS}{name}"), variable)))
}

/// Removes the state, if it is there.
pub(crate) fn remove(folder: &Path, slot: Slot) -> Result<(), Error> {
    match std::fs::remove_file(slot.file(folder)) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(broken(folder)(e.to_string())),
        _ => Ok(()),
    }
}

/// How far the state in `folder` is, from its head alone; `None` when there is none.
pub(crate) fn position(folder: &Path, slot: Slot) -> Result<Option<Position>, Error> {
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
) -> Result<Option<Position>, Error> {
    let Some(position) = position(folder, slot)? else {
        return Ok(None);
    };
    let broken = broken(folder);
    let bytes = std::fs::read(slot.file(folder)).map_err(|e| broken(e.to_string()))?;
    // Moments are kept on their device in a form of their own: from there they would come back.
    let mut tensors = candle_core::safetensors::load_buffer(&bytes, &Device::Cpu)
        .map_err(|e| broken(e.to_string()))?;
    for (key, variable) in variables(network) {
        let value = tensors
            .remove(&key)
            .ok_or_else(|| broken(format!("it lacks `{key}`")))?;
        let value = value.to_device(device);
        value
            .and_then(|value| variable.set(&value))
            .map_err(|e| broken(e.to_string()))?;
    }
    let unknown = tensors.keys().filter(|key| !key.starts_with(OPTIMIZER));
    if let Some(key) = unknown.min() {
        return Err(broken(format!(
            "it holds `{key}`, which the network does not have"
        )));
    }
    let state = tensors
        .into_iter()
        .filter_map(|(name, tensor)| Some((name.strip_prefix(OPTIMIZER)?.to_owned(), tensor)))
        .collect();
    optimizer
        .load_state(&state)
        .map_err(|e| broken(e.to_string()))?;
    Ok(Some(position))
}

#[cfg(test)]
mod tests {
    use faceoff_model::{Buffer, Layer, Linear, Values};
    use faceoff_spec::Sgd;

    use super::*;

    /// Keeps a number and adds it.
    #[derive(Debug)]
    struct Shift;

    impl Layer for Shift {
        fn name(&self) -> &'static str {
            "shift1"
        }

        fn description(&self, _: &[usize]) -> String {
            "shift".to_owned()
        }

        fn output(&self, input: &[usize]) -> Result<Vec<usize>, faceoff_model::Error> {
            Ok(input.to_vec())
        }

        fn buffers(&self, _: &[usize]) -> Vec<Buffer> {
            vec![Buffer {
                name: "shift",
                shape: vec![1],
                initial: 0.0,
            }]
        }

        fn forward(&self, x: &Tensor, values: &Values<'_>) -> candle_core::Result<Tensor> {
            x.broadcast_add(&values.buffer("shift")?)
        }
    }

    fn network(shifts: bool, seed: u64) -> (Network, Optimizer) {
        let mut layers: Vec<Box<dyn Layer>> = vec![Box::new(Linear::new("linear1", 2))];
        if shifts {
            layers.push(Box::new(Shift));
        }
        let network = Network::of(layers, &[3], seed, &Device::Cpu).unwrap();
        let rule = Sgd::default();
        let optimizer = Optimizer::new(rule, network.parameters().to_vec()).unwrap();
        (network, optimizer)
    }

    fn numbers(network: &Network) -> Vec<Vec<f32>> {
        let of = |(_, variable): (String, &Var)| variable.flatten_all()?.to_vec1();
        variables(network)
            .map(|tensor| of(tensor).unwrap())
            .collect()
    }

    #[test]
    fn buffers_are_saved_and_restored() {
        let folder = tempfile::tempdir().unwrap();
        let (network, optimizer) = self::network(true, 1);
        let value = Tensor::new(&[2.5f32], &Device::Cpu).unwrap();
        network.buffers()[0].1.set(&value).unwrap();
        let position = Position {
            epoch: 3,
            ..Position::default()
        };
        save(folder.path(), Slot::Main, (&network, &optimizer, &position)).unwrap();
        let load = |network: &Network, optimizer: &mut Optimizer| {
            load(folder.path(), Slot::Main, network, optimizer, &Device::Cpu)
        };
        let (restored, mut optimizer) = self::network(true, 2);
        assert_ne!(numbers(&restored), numbers(&network));
        assert_eq!(load(&restored, &mut optimizer).unwrap(), Some(position));
        assert_eq!(numbers(&restored), numbers(&network));
        let (without, mut optimizer) = self::network(false, 2);
        let error = load(&without, &mut optimizer).unwrap_err().to_string();
        assert!(error.contains("it holds `buffers.shift1.shift`"), "{error}");
    }

    #[test]
    fn a_state_without_the_buffers_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (network, optimizer) = self::network(false, 1);
        let state = (&network, &optimizer, &Position::default());
        save(folder.path(), Slot::Main, state).unwrap();
        let (other, mut optimizer) = self::network(true, 1);
        let error = load(
            folder.path(),
            Slot::Main,
            &other,
            &mut optimizer,
            &Device::Cpu,
        );
        let error = error.unwrap_err().to_string();
        assert!(error.contains("it lacks `buffers.shift1.shift`"), "{error}");
    }

    #[test]
    fn what_earlier_versions_wrote_of_the_position_is_read() {
        let text = r#"{"epoch":4,"batch":1,"loss_sum":0.5,"images":5,"seconds":1.0,
            "owed":{"epochs":9,"snapshots":[6]}}"#;
        let position: Position = serde_json::from_str(text).unwrap();
        let earlier = EarlierRecord {
            epochs: 9,
            snapshots: vec![6],
        };
        assert_eq!(
            (position.epoch, position.earlier.clone()),
            (4, Some(earlier))
        );
        let written = serde_json::to_string(&position).unwrap();
        assert!(written.contains(r#""owed":{"epochs":9"#), "{written}");
    }
}
