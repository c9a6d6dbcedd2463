//! The whole command line, for commands that describe it.

use std::sync::OnceLock;

static PROGRAM: OnceLock<fn() -> clap::Command> = OnceLock::new();

/// Says how the command line is made. Only the first call counts.
pub(crate) fn set(program: fn() -> clap::Command) {
    PROGRAM.get_or_init(|| program);
}

/// The whole command line, with all commands.
pub(crate) fn program() -> clap::Command {
    PROGRAM
        .get()
        .map_or_else(|| clap::Command::new("faceoff"), |program| program())
}
