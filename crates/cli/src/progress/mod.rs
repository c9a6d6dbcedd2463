//! What is shown while a command works: bars on a terminal, plain lines in a file, JSON for
//! programs, nothing when asked to be quiet. Each way to show it is a file.

mod all_runs;
mod bars;
mod json;
mod lines;
mod pace;
mod quiet;
mod words;

use std::io::IsTerminal;

use faceoff_study::Observer;

use crate::above;
use crate::args::Common;

/// Shows progress as `common` asks and the terminal allows.
pub(crate) fn observer(common: &Common) -> Box<dyn Observer> {
    if common.quiet {
        Box::new(quiet::Quiet)
    } else if common.json {
        Box::new(json::Json)
    } else if std::io::stderr().is_terminal() {
        Box::new(bars::Bars::new(above::bars()))
    } else {
        Box::new(lines::Lines::new())
    }
}
