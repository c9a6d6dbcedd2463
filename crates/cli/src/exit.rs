//! What the program ends with, and what kind of error that is; `faceoff --help` says the same.

use faceoff_study::Error as StudyError;

use crate::error::Error;

/// Something failed.
const FAILED: u8 = 1;
/// A mistake on the command line or in an experiment file, as clap has it.
pub(crate) const MISTAKE: u8 = 2;
/// A comparison came out as `--fail-if` says.
const GUARDED: u8 = 3;
/// Stopped with Ctrl-C: 128 + SIGINT, as shells have it.
pub(crate) const INTERRUPTED: u8 = 130;

/// The kind of an error, in words for programs, and the exit code.
pub(crate) fn kind(error: &Error) -> (&'static str, u8) {
    match error {
        Error::Study(error) => kind_of_study(error),
        Error::RunsFailed { .. } => ("runs-failed", FAILED),
        Error::Unusable(_) => ("unusable-data", FAILED),
        Error::Unreadable { .. } => ("unreadable-images", FAILED),
        Error::Input(_) => ("input", FAILED),
        Error::Serve(_) => ("serve", FAILED),
        Error::Output(_) => ("output", FAILED),
        Error::Pages { .. } => ("output", FAILED),
        Error::NotConfirmed { .. } => ("not-confirmed", MISTAKE),
        Error::DoesNotPass(_) => ("does-not-pass", GUARDED),
    }
}

fn kind_of_study(error: &StudyError) -> (&'static str, u8) {
    use faceoff_config::Error as ConfigError;

    match error {
        StudyError::Config(ConfigError::Mistakes(_)) => ("mistakes", MISTAKE),
        StudyError::Config(ConfigError::Unknown { .. }) => ("unknown-name", MISTAKE),
        StudyError::Config(_) | StudyError::NoExperiments { .. } => ("no-experiments", MISTAKE),
        StudyError::OtherDataSet { .. } => ("other-data-set", MISTAKE),
        StudyError::NoDevice(_) => ("no-device", MISTAKE),
        StudyError::NoStudies { .. } | StudyError::NoResults { .. } => ("no-results", MISTAKE),
        StudyError::NoSuchStudy(_) | StudyError::SeveralRuns { .. } => ("unknown-name", MISTAKE),
        StudyError::NotInOneStudy { .. } => ("not-in-one-study", MISTAKE),
        StudyError::NoEpochs { .. } | StudyError::BeyondEnd { .. } => ("no-such-epoch", MISTAKE),
        StudyError::OneNetwork { .. } | StudyError::NothingToJudge { .. } => {
            ("nothing-to-compare", MISTAKE)
        }
        StudyError::NotTrained { .. } | StudyError::NoRuns { .. } => ("not-trained", MISTAKE),
        StudyError::NotKept { .. } => ("not-kept", MISTAKE),
        StudyError::NoWeights { .. } => ("no-weights", MISTAKE),
        StudyError::NoPhotos { .. } => ("no-images", MISTAKE),
        StudyError::Photos { .. } => ("no-images", FAILED),
        StudyError::UnfitTag { .. } | StudyError::NoSuchTag { .. } => ("tag", MISTAKE),
        StudyError::UnfitNote { .. } | StudyError::NoSuchNote { .. } => ("note", MISTAKE),
        StudyError::Data(error) if error.is_mistake() => ("data", MISTAKE),
        StudyError::Data(_) => ("data", FAILED),
        StudyError::Synth(_) => ("drawing", FAILED),
        StudyError::Model(_) => ("network", FAILED),
        StudyError::Record(_) => ("record", FAILED),
        StudyError::Train(_) => ("training", FAILED),
        StudyError::Report(_) => ("report", FAILED),
        StudyError::Threads { .. } => ("threads", FAILED),
        StudyError::Cache { .. } => ("removing", FAILED),
        StudyError::Panicked(_) => ("program", FAILED),
        StudyError::Interrupted(_) => ("interrupted", INTERRUPTED),
    }
}
