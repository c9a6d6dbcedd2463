//! What a run leaves on disk, and how it is read back.
//!
//! ```text
//! results/
//!   runs/<id>/                  one folder a run; the id is a hash of what determines its outcome
//!     run.json                  [`RunRecord`]: configuration, environment, status, snapshots
//!     metrics.jsonl             [`EpochMetrics`], one line an epoch
//!     health.jsonl              [`EpochHealth`], one line an epoch; older records have none
//!     samples.json              [`Samples`]: which images were tested, with crop and truth
//!     predictions/epoch-00085.safetensors   [`Predictions`] after 85 epochs
//!     snapshots/epoch-00085.safetensors     the network, as a PyTorch state_dict
//!     checkpoint/               what training goes on from; nothing else reads it
//!     annotations.json          [`Annotations`]: tags and notes; absent where nobody wrote any
//!   studies/<name>/study.json   [`Study`]: which runs an experiment has, and the comparisons
//! ```
//!
//! Files are replaced whole (written beside, then renamed), so a reader sees the old state or the
//! new one and never half of one. This crate knows files and plain numbers: no tensors, no
//! training, no charts.

mod annotations;
mod error;
mod file;
mod folder;
mod health;
mod predictions;
mod run;
mod samples;
mod settings;
mod store;
mod study;

pub use annotations::{Annotations, Note};
pub use error::Error;
pub use folder::{REMOVING, RunFile};
pub use health::{EpochHealth, LayerHealth, ParameterHealth};
pub use run::{
    ConstantFace, DataDescription, DataKind, Environment, EpochMetrics, LeftOut, RunRecord,
    Snapshot, Status,
};
pub use samples::{Predictions, Sample, SampleSet, Samples, Table};
pub use settings::{Setting, Settings};
pub use store::{Lock, Store};
pub use study::{Study, StudyExperiment};

/// Version of a run's files; a reader refuses any other.
pub const FORMAT: u32 = 1;
/// Version of `study.json`; 2 lists the runs of an experiment, one a seed.
pub const STUDY_FORMAT: u32 = 2;
