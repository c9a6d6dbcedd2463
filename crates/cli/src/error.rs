//! What ends a command.

/// An error a person reads.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Mistakes in experiment files, or names that stand for nothing.
    #[error(transparent)]
    Config(#[from] faceoff_config::Error),
    /// A data set that cannot be used.
    #[error(transparent)]
    Data(#[from] faceoff_data::Error),
    /// Faces that cannot be drawn.
    #[error(transparent)]
    Synth(#[from] faceoff_synth::Error),
    /// A network that cannot be built.
    #[error(transparent)]
    Model(#[from] faceoff_model::Error),
    /// Records that cannot be read or kept.
    #[error(transparent)]
    Record(#[from] faceoff_record::Error),
    /// A data set that was checked and found wanting.
    #[error("{} cannot be trained on as it is, see above", .0.display())]
    Unusable(std::path::PathBuf),
    /// A run that failed.
    #[error(transparent)]
    Train(#[from] faceoff_train::Error),
    /// A report that cannot be written.
    #[error(transparent)]
    Report(#[from] faceoff_report::Error),
    /// A run that ended with a mistake of this program.
    #[error("a mistake in this program ({0}); what was recorded of the run is kept")]
    Panicked(String),
    /// Runs that failed while others went on.
    #[error("{} of {runs} runs failed; the others are done{}", failed.len(), listed(failed))]
    RunsFailed {
        /// Those that failed.
        failed: Vec<FailedRun>,
        /// How many were to be trained.
        runs: usize,
    },
    /// A mistake on the command line that only the files at hand show.
    #[error("{0}")]
    Usage(String),
    /// Threads that cannot be had.
    #[error("cannot start the threads asked for: {0}")]
    Threads(String),
    /// Standard output is closed or full.
    #[error("cannot print: {0}")]
    Output(std::io::Error),
    /// A cached folder that cannot be replaced.
    #[error("cannot remove {}: {source}", path.display())]
    Cache {
        /// The folder.
        path: std::path::PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// Stopped with Ctrl-C, with the runs that had failed by then.
    #[error("stopped{}", failed_before(.0))]
    Interrupted(Vec<FailedRun>),
}

/// A run that failed while others went on.
#[derive(Debug)]
pub(crate) struct FailedRun {
    /// What people call it.
    pub(crate) name: String,
    /// Why it failed.
    pub(crate) reason: Error,
}

fn failed_before(failed: &[FailedRun]) -> String {
    match failed.len() {
        0 => String::new(),
        1 => format!("; before that, a run failed{}", listed(failed)),
        runs => format!("; before that, {runs} runs failed{}", listed(failed)),
    }
}

fn listed(failed: &[FailedRun]) -> String {
    let line = |run: &FailedRun| format!("\n  {}: {}", run.name, run.reason);
    failed.iter().map(line).collect()
}

impl Error {
    /// `error` about a name that was typed: then the mistake is on the command line.
    pub(crate) fn asked(error: faceoff_record::Error) -> Self {
        match error {
            faceoff_record::Error::Unknown { .. } => Self::Usage(error.to_string()),
            error => Self::Record(error),
        }
    }

    /// There are no results yet.
    pub(crate) fn no_studies(store: &faceoff_record::Store) -> Self {
        Self::Usage(format!(
            "no studies in {}; `faceoff reproduce` makes the first",
            store.root().display()
        ))
    }

    /// What the program ends with; documented in `faceoff --help`.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Usage(_) => 2,
            Self::Interrupted(_) => crate::interrupt::EXIT_CODE,
            _ => 1,
        }
    }
}
