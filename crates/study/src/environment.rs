//! Where a run is trained, for its record.

use faceoff_record::Environment;
use faceoff_train::Processor;

/// The program that trains, for the records of what it trains.
#[derive(Clone, Debug)]
pub struct Build {
    /// Its version.
    pub version: String,
    /// The commit that it was built from, where there is one.
    pub commit: Option<String>,
}

/// Version, commit, threads and platform of this process, and the processor that a run is trained
/// on; `tf32` is what was asked for.
pub(crate) fn describe(build: &Build, processor: &Processor, tf32: bool) -> Environment {
    Environment {
        version: build.version.clone(),
        commit: build.commit.clone(),
        device: processor.to_string(),
        tf32: tf32 && *processor != Processor::Cpu,
        threads: rayon::current_num_threads(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    }
}
