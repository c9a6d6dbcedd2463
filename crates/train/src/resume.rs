//! Whether training goes on from what is recorded.

use faceoff_record::RunRecord;

use crate::Job;
use crate::checkpoint::Progress;

/// Why the recorded state cannot be gone on from, if so.
pub(crate) fn must_start_over(
    job: &Job<'_>,
    recorded: Option<&RunRecord>,
    progress: &Progress,
    epochs_recorded: usize,
) -> Option<&'static str> {
    let recorded = recorded?;
    let spec = &job.config.train;
    let has = |epochs: usize| recorded.snapshots.iter().any(|s| s.epochs == epochs);
    let wanted = spec.snapshots.iter().chain([&spec.epochs]);
    let missed = wanted.filter(|&&e| e <= progress.epoch).any(|&e| !has(e));
    if missed {
        Some("a snapshot is wanted of an epoch already passed")
    } else if epochs_recorded > 0 && *progress == Progress::default() {
        Some("its record came without a checkpoint")
    } else {
        None
    }
}
