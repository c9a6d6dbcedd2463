//! Where to train, and how many runs at the same time.

use clap::Args;
use faceoff_study::Jobs;

use super::device::DeviceArguments;

/// Where to train, and how many runs at the same time.
#[derive(Debug, Args)]
pub(crate) struct TrainingArguments {
    /// Where
    #[command(flatten)]
    pub(crate) device: DeviceArguments,
    /// How many runs to train at the same time, spread over the GPUs. `auto` is 1 on a CPU, since a
    /// run uses all of it, and 4 on each GPU, or fewer where its memory does not hold 4. Results do
    /// not depend on it
    #[arg(long, value_name = "N", default_value = "auto")]
    pub(crate) jobs: Jobs,
}
