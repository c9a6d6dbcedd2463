//! What can end a run that should have gone on.

use std::path::PathBuf;

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
    /// A tensor operation failed.
    #[error("run {run}: {source}")]
    Tensor {
        /// The run's id.
        run: String,
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
