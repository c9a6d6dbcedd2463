//! A command line.

use clap::Parser;

use super::common::Common;
use crate::commands::Command;

/// Trains neural networks on facial landmarks from small TOML files and compares the outcomes.
///
/// Exit codes: 0 done; 1 something failed; 2 a mistake on the command line or in an experiment
/// file; 3 a comparison came out as `compare --fail-if` says; 130 stopped with Ctrl-C, everything
/// saved. With --json an error is one JSON object on standard error, with `kind`, `message` and
/// `exit_code`.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// What holds for every command.
    #[command(flatten)]
    pub(crate) common: Common,
}
