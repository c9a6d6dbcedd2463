//! What runs are trained on.

use faceoff_train::{DeviceChoice, Processor, set_tf32};

use crate::error::Error;
use crate::observer::Observer;

/// Which processors are used, and how.
#[derive(Clone, Copy, Debug)]
pub struct DeviceOptions {
    /// Which of them.
    pub choice: DeviceChoice,
    /// Whether GPUs may multiply in TF32.
    pub tf32: bool,
}

/// Uses so many threads in all of this process; before it is called for the first time, all
/// processors are used. No number depends on it.
///
/// # Errors
/// Where they cannot be started, or were started before.
pub fn use_threads(threads: usize) -> Result<(), Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build_global().map_err(|error| Error::Threads {
        threads,
        reason: error.to_string(),
    })
}

/// The processors that are asked for, at least one, told whether TF32 is allowed.
///
/// # Errors
/// [`Error::NoDevice`] where one is not there.
pub(crate) fn find(
    options: &DeviceOptions,
    observer: &dyn Observer,
) -> Result<Vec<Processor>, Error> {
    set_tf32(options.tf32);
    let found =
        Processor::find(options.choice).map_err(|error| Error::NoDevice(Box::new(error)))?;
    let reasons = found.left_out.join("; ");
    match (&found.processors[..], &reasons[..]) {
        (_, "") => {}
        ([Processor::Cpu], _) => observer.warning(&format!(
            "no NVIDIA GPU was found ({reasons}), so the CPU is used"
        )),
        _ => observer.warning(&format!("{reasons}; the other GPUs are used")),
    }
    Ok(found.processors)
}
