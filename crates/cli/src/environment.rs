//! Where this program runs, for the record.

use faceoff_record::Environment;

/// Version, commit, device, threads and platform of this process.
pub(crate) fn describe() -> Environment {
    Environment {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: option_env!("FACEOFF_COMMIT").map(str::to_owned),
        device: "cpu".to_owned(),
        threads: rayon::current_num_threads(),
        platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    }
}
