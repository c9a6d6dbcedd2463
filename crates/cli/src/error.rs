//! What ends the program.

use faceoff_study::FailedRun;

/// An error that a person reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A command that cannot do what it was asked to.
    #[error(transparent)]
    Study(#[from] faceoff_study::Error),
    /// A page that cannot be served.
    #[error(transparent)]
    Serve(#[from] faceoff_serve::Error),
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
    /// Something that is removed only where somebody says yes, and nobody can be asked.
    #[error("nothing was removed: there is no terminal to ask on; --yes removes {what}")]
    NotConfirmed {
        /// What was to be removed.
        what: String,
    },
    /// A comparison that came out as `--fail-if` says.
    #[error("the comparison does not pass: {}", .0.join("; "))]
    DoesNotPass(Vec<String>),
    /// Man pages that cannot be written.
    #[error("cannot write man pages to {}: {source}", folder.display())]
    Pages {
        /// The folder.
        folder: std::path::PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// Images that could not be read, among others.
    #[error("{failed} of {images} images cannot be read, see above")]
    Unreadable {
        /// How many.
        failed: usize,
        /// Of how many.
        images: usize,
    },
    /// Standard input that cannot be read.
    #[error("cannot read standard input: {0}")]
    Input(std::io::Error),
    /// Standard output is closed or full.
    #[error("cannot print: {0}")]
    Output(std::io::Error),
}
