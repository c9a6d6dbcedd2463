//! Where this program runs, for the record.

use faceoff_record::Environment;
use faceoff_train::Processor;

/// Version, commit, threads and platform of this process, and the processor that a run is trained
/// on; `tf32` is what was asked for.
pub(crate) fn describe(processor: &Processor, tf32: bool) -> Environment {
    Environment {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: option_env!("FACEOFF_COMMIT").map(str::to_owned),
        device: processor.to_string(),
        tf32: tf32 && *processor != Processor::Cpu,
        threads: rayon::current_num_threads(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    }
}
