//! Ctrl-C: the first asks the runs to stop after their batch, the second ends the program.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{exit, output};

static STOP: AtomicBool = AtomicBool::new(false);
static INSTALLED: OnceLock<()> = OnceLock::new();

/// Starts listening; the flag is set once Ctrl-C was pressed.
///
/// Where a handler cannot be installed, Ctrl-C ends the program as usual: checkpoints are written
/// now and then, so only the time since the last is lost.
pub(crate) fn listen() -> &'static AtomicBool {
    INSTALLED.get_or_init(|| {
        let installed = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(exit::INTERRUPTED.into());
            }
            output::say(
                "\nstopping after this batch; everything will be saved. Ctrl-C again ends at once",
            );
        });
        if let Err(error) = installed {
            tracing::warn!("Ctrl-C will not save the batch under way: {error}");
        }
    });
    &STOP
}
