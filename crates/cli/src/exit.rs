//! What the program ends with; `faceoff --help` says the same.

use faceoff_study::Error as StudyError;

use crate::error::Error;

/// Something failed.
const FAILED: u8 = 1;
/// A mistake on the command line or in an experiment file, as clap has it.
const MISTAKE: u8 = 2;
/// Stopped with Ctrl-C: 128 + SIGINT, as shells have it.
pub(crate) const INTERRUPTED: u8 = 130;

/// The exit code of an error.
pub(crate) fn code(error: &Error) -> u8 {
    match error {
        Error::Study(error) => code_of_study(error),
        Error::RunsFailed { .. } | Error::Unusable(_) | Error::Output(_) => FAILED,
    }
}

fn code_of_study(error: &StudyError) -> u8 {
    match error {
        StudyError::Config(_)
        | StudyError::NoExperiments { .. }
        | StudyError::OtherDataSet { .. }
        | StudyError::NoDevice(_)
        | StudyError::NoStudies { .. }
        | StudyError::NoSuchStudy(_)
        | StudyError::NotInOneStudy { .. }
        | StudyError::NoEpochs { .. }
        | StudyError::OneNetwork { .. }
        | StudyError::NotTrained { .. }
        | StudyError::NotKept { .. } => MISTAKE,
        StudyError::Data(error) if error.is_mistake() => MISTAKE,
        StudyError::Data(_)
        | StudyError::Synth(_)
        | StudyError::Model(_)
        | StudyError::Record(_)
        | StudyError::Train(_)
        | StudyError::Report(_)
        | StudyError::Threads { .. }
        | StudyError::Cache { .. }
        | StudyError::Panicked(_) => FAILED,
        StudyError::Interrupted(_) => INTERRUPTED,
    }
}
