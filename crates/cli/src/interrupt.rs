//! Ctrl-C: while runs are trained, the first asks them to stop after their batch and the second ends
//! the program; otherwise the first ends it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use faceoff_study::{BeginningRun, Observer, OpenStudy, RunObserver, Step};

use crate::args::Common;
use crate::{exit, output};

static STOP: AtomicBool = AtomicBool::new(false);
/// Whether runs are trained, which end by themselves when they are asked to.
static TRAINING: AtomicBool = AtomicBool::new(false);
static INSTALLED: OnceLock<()> = OnceLock::new();

/// Starts listening; the flag is set once Ctrl-C was pressed.
///
/// Where a handler cannot be installed, Ctrl-C ends the program as usual: checkpoints are written
/// now and then, so only the time since the last is lost.
pub(crate) fn listen(common: &Common) -> &'static AtomicBool {
    let json = common.json;
    INSTALLED.get_or_init(|| {
        let installed = ctrlc::set_handler(move || {
            let again = STOP.swap(true, Ordering::Relaxed);
            if again || !TRAINING.load(Ordering::Relaxed) {
                output::stopped(json, !again);
                std::process::exit(exit::INTERRUPTED.into());
            }
            output::say("finishing this batch, then saving everything; Ctrl-C again stops at once");
        });
        if let Err(error) = installed {
            tracing::warn!("Ctrl-C will not save the batch under way: {error}");
        }
    });
    &STOP
}

/// Tells what listens to Ctrl-C whether runs are trained, and everything else to another observer.
pub(crate) struct Watched(pub(crate) Box<dyn Observer>);

impl Observer for Watched {
    fn warning(&self, text: &str) {
        self.0.warning(text);
    }

    fn step<'a>(&'a self, step: Step<'_>) -> Box<dyn Fn(u64, u64) + Sync + 'a> {
        self.0.step(step)
    }

    fn study_opens(&self, study: &OpenStudy<'_>) {
        self.0.study_opens(study);
    }

    fn training_begins(&self, runs: usize) {
        TRAINING.store(true, Ordering::Relaxed);
        self.0.training_begins(runs);
    }

    fn run_begins<'a>(&'a self, run: BeginningRun<'a>) -> Box<dyn RunObserver + 'a> {
        self.0.run_begins(run)
    }

    fn training_ends(&self) {
        self.0.training_ends();
        TRAINING.store(false, Ordering::Relaxed);
    }
}
