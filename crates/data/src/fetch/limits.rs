//! What a download may cost.

use std::time::Duration;

/// What a download may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes of the archive.
    pub(super) archive: u64,
    /// Bytes of all files in it, unpacked.
    pub(super) unpacked: u64,
    /// Files in it.
    pub(super) files: usize,
    /// Pauses before further attempts; the first attempt comes without one.
    pub(super) pauses: &'static [Duration],
}

/// Some ten times what the published archive needs.
pub(super) const LIMITS: Limits = Limits {
    archive: 4 << 30,
    unpacked: 8 << 30,
    files: 100_000,
    pauses: &[
        Duration::from_secs(1),
        Duration::from_secs(3),
        Duration::from_secs(10),
        Duration::from_secs(30),
    ],
};
