//! What one run trains.

use serde::{Deserialize, Serialize};

use crate::{DataSpec, ModelSpec, TrainSpec};

/// What one run trains: one training of an experiment, on data that are named by their content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunSpec {
    /// Content hash of the data set (not its path).
    pub data_fingerprint: String,
    /// What it is trained and tested on; `set` is not part of a run's identity.
    pub data: DataSpec,
    /// The network.
    pub model: ModelSpec,
    /// How it is trained; `epochs` and `snapshots` are not part of a run's identity.
    pub train: TrainSpec,
}
