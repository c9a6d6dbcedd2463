//! What can end a run that should have gone on.

use std::path::PathBuf;

use crate::device::choice::DeviceChoice;

/// A run that cannot be trained or kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data cannot be had.
    #[error(transparent)]
    Data(#[from] faceoff_data::Error),
    /// The network cannot be built or read.
    #[error(transparent)]
    Model(#[from] faceoff_model::Error),
    /// The record cannot be kept.
    #[error(transparent)]
    Record(#[from] faceoff_record::Error),
    /// A file beside the record cannot be written.
    #[error(transparent)]
    File(#[from] faceoff_files::Error),
    /// A record of landmarks that this program does not know.
    #[error("run {run}: its landmark scheme is `{name}`, which this program does not know")]
    Scheme {
        /// The run's id.
        run: String,
        /// The scheme's name.
        name: String,
    },
    /// A tensor operation failed.
    #[error("run {run}: {source}")]
    Tensor {
        /// The run's id.
        run: String,
        /// What candle says.
        source: candle_core::Error,
    },
    /// A device has no memory left for a run.
    #[error(
        "run {run}: {device} has no memory left for it; it needs about {} with batches of \
         {batch_size} images{} train fewer runs at once (--jobs)",
        size(*needed),
        smaller(*halved)
    )]
    OutOfMemory {
        /// The run's id.
        run: String,
        /// The device, with its name.
        device: String,
        /// Bytes that the run needs, about.
        needed: u64,
        /// Images in its batches.
        batch_size: usize,
        /// A smaller number of them, and the bytes that the run needs with it; none where a
        /// smaller one needs no less.
        halved: Option<(usize, u64)>,
    },
    /// A GPU is asked for, of a program that knows none.
    #[error(
        "cannot train on {choice}: this program was built without CUDA; `cargo build --release \
         --features cuda`, on a machine with NVIDIA's toolkit, builds it with CUDA"
    )]
    WithoutCuda {
        /// What was asked for.
        choice: DeviceChoice,
    },
    /// A GPU is asked for where there is none that can be used.
    #[error(
        "cannot train on {choice}: no NVIDIA GPU was found ({reason}); `--device cpu` trains on the CPU"
    )]
    NoGpu {
        /// What was asked for.
        choice: DeviceChoice,
        /// Why there is none.
        reason: String,
    },
    /// A GPU is asked for where there are others.
    #[error("there is no cuda:{number}; this machine has {}", there.join(" and "))]
    NoSuchGpu {
        /// The GPU's number.
        number: usize,
        /// Those there are, with their names.
        there: Vec<String>,
    },
    /// A device that cannot be used.
    #[error("cannot use {device}: {source}")]
    Device {
        /// The device, with its name.
        device: String,
        /// What candle says.
        source: candle_core::Error,
    },
    /// A device without the memory to be opened.
    #[error("{device} has no memory left: {source}")]
    DeviceFull {
        /// The device, with its name.
        device: String,
        /// What candle says.
        source: candle_core::Error,
    },
    /// What training should go on from is broken.
    #[error(
        "{} cannot be continued from: {reason}; remove this folder to train the run from its start",
        path.display()
    )]
    Checkpoint {
        /// The checkpoint's folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The batches of an epoch ended before the epoch did.
    #[error(
        "run {run}: only {batches} of the {of} batches of epoch {epoch} could be prepared; the \
         same command goes on from the last checkpoint"
    )]
    EpochCutShort {
        /// The run's id.
        run: String,
        /// Counted from 0.
        epoch: usize,
        /// Batches trained on.
        batches: usize,
        /// Batches of an epoch.
        of: usize,
    },
    /// Nothing to train on.
    #[error(
        "run {run}: the data set has {train} training and {test} test images, it needs at least one of each"
    )]
    NoImages {
        /// The run's id.
        run: String,
        /// Training images found.
        train: usize,
        /// Test images found.
        test: usize,
    },
}

/// Bytes for people: `1.3 GB`.
fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    if bytes < 1e9 {
        format!("{:.0} MB", bytes / 1e6)
    } else {
        format!("{:.1} GB", bytes / 1e9)
    }
}

fn smaller(halved: Option<(usize, u64)>) -> String {
    halved.map_or_else(
        || ":".to_owned(),
        |(batch_size, needed)| {
            let needed = size(needed);
            format!(", {needed} with {batch_size}: choose a smaller batch_size or")
        },
    )
}
