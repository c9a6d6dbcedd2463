//! What is printed while bars are shown stands above them.

use std::io::Write;
use std::sync::OnceLock;

use indicatif::MultiProgress;

/// The bars of this process.
static BARS: OnceLock<MultiProgress> = OnceLock::new();

/// The bars of this process, of which there are none until they are asked for.
pub(crate) fn bars() -> MultiProgress {
    BARS.get_or_init(MultiProgress::new).clone()
}

/// Writes a text and a line end to standard error. Nobody is told when that is closed: whom?
pub(crate) fn line(text: &str) {
    match BARS.get().filter(|bars| !bars.is_hidden()) {
        Some(bars) => {
            let _ = bars.println(text);
        }
        None => {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
    }
}

/// Does `print` where it does not disturb the bars.
fn above<T>(print: impl FnOnce() -> T) -> T {
    match BARS.get() {
        Some(bars) => bars.suspend(print),
        None => print(),
    }
}

/// Standard error for what is logged: above the bars.
#[derive(Clone, Copy)]
pub(crate) struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        above(|| std::io::stderr().lock().write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        std::io::stderr().lock().flush()
    }
}
