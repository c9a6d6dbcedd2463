//! Where to train.

use clap::Args;
use faceoff_study::{DeviceChoice, DeviceOptions};

/// Where to train.
#[derive(Debug, Args)]
pub(crate) struct DeviceArguments {
    /// Where to train: `cpu`; `cuda:N`, the NVIDIA GPU of that number, counted from 0; `cuda`, all
    /// GPUs, at least one; `auto`, all GPUs where this program was built with CUDA and finds some,
    /// otherwise the CPU
    #[arg(long, value_name = "DEVICE", default_value = "auto")]
    pub(crate) device: DeviceChoice,
    /// Let GPUs multiply in TF32, which rounds factors to 10 bits: faster and less exact than
    /// float32, the default. The record says which was used; a CPU always uses float32
    #[arg(long)]
    pub(crate) tf32: bool,
}

impl DeviceArguments {
    /// The same without the command line.
    pub(crate) fn options(&self) -> DeviceOptions {
        DeviceOptions {
            choice: self.device,
            tf32: self.tf32,
        }
    }
}
