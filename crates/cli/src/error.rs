//! What ends the program.

use faceoff_study::FailedRun;

/// An error that a person reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A command that cannot do what it was asked to.
    #[error(transparent)]
    Study(#[from] faceoff_study::Error),
    /// Runs that failed while others went on.
    #[error("{} of {runs} runs failed; the others are done{}", failed.len(), FailedRun::list(failed))]
    RunsFailed {
        /// Those that failed.
        failed: Vec<FailedRun>,
        /// How many were to be trained.
        runs: usize,
    },
    /// A data set that was checked and found wanting.
    #[error("{} cannot be trained on as it is, see above", .0.display())]
    Unusable(std::path::PathBuf),
    /// Standard output is closed or full.
    #[error("cannot print: {0}")]
    Output(std::io::Error),
}
